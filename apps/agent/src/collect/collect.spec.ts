import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { inodeOf } from '../procfs/files.js';
import { ProcRoot } from '../procfs/proc-root.fixture.js';
import type { Namespace } from '../discover/namespaces.js';
import { ContainerInterfaces } from './container-interfaces.js';
import { HeldNamespaces } from './held-namespaces.js';
import { HostInterfaces } from './host-interfaces.js';
import { OpenedFiles } from './namespace-files.js';
import { NamespaceReader } from './namespace-reader.js';
import { CollectorReports } from './reports.js';
import { CollectorRun } from './run.js';

describe('reading counters', () => {
  let root: ProcRoot;
  beforeEach(() => {
    root = new ProcRoot();
    root.namespace('host', { eth0: [100, 50, 2, 1] }, { eth0: 4 });
    root.process(1, 'host');
    root.namespace('one', { eth0: [7], lo: [1] }, { eth0: 9 });
    root.process(100, 'one');
    root.process(101, 'one');
  });
  afterEach(() => root.remove());

  const inode = (name: string): number => inodeOf(`${root.path}/ns/${name}/dev`) ?? 0;
  const namespace = (fields: Partial<Namespace> = {}): Namespace => ({
    ...{ key: 'aaa', life: 'life-1', inode: inode('one'), startedAt: 5, pids: [100, 101], containers: [] },
    ...fields,
  });

  describe('of a namespace', () => {
    it('parses only what changed', () => {
      const reader = new NamespaceReader(new OpenedFiles(root.path, null));
      expect(reader.read([100])).toMatchObject({
        kind: 'rows',
        rows: [
          { name: 'eth0', ifindex: 9 },
          { name: 'lo', ifindex: null },
        ],
      });
      expect(reader.read([100])).toEqual({ kind: 'same' });
      root.namespace('one', { eth0: [8], lo: [1] }, { eth0: 9 });
      expect(reader.read([100])).toMatchObject({ kind: 'rows' });
    });

    it('asks the next process when one is gone, or has moved to another namespace', () => {
      const reader = new NamespaceReader(new OpenedFiles(root.path, inode('one')));
      root.end(100);
      expect(reader.read([100, 101]).kind).toBe('rows');
      root.process(100, 'host');
      expect(reader.read([100, 101]).kind).toBe('same');
      expect(reader.read([100])).toEqual({ kind: 'unread' });
      expect(reader.read([101]).kind).toBe('rows');
    });

    it('reports a garbled line at every tick, not only when it appears', () => {
      const reader = new NamespaceReader(new OpenedFiles(root.path, null));
      root.namespace('one', 'a\nb\neth0: 1 2\n');
      expect(reader.read([100])).toEqual({ kind: 'rows', rows: [], faults: ['eth0'] });
      expect(reader.read([100])).toEqual({ kind: 'rows', rows: [], faults: ['eth0'] });
    });

    it('knows an interface that was replaced', () => {
      const reader = new NamespaceReader(new OpenedFiles(root.path, null));
      reader.read([100]);
      root.namespace('one', { eth0: [900], lo: [1] }, { eth0: 11 });
      expect(reader.read([100])).toMatchObject({ rows: [{ name: 'eth0', ifindex: 11 }, { name: 'lo' }] });
    });

    it('reads a table of any size', () => {
      const names = Array.from({ length: 3_000 }, (_, index) => `veth${index}`);
      root.namespace('one', Object.fromEntries(names.map((name) => [name, [1n] as const])));
      const content = new NamespaceReader(new OpenedFiles(root.path, null)).read([100]);
      expect(content.kind === 'rows' ? content.rows.map(({ name }) => name) : []).toEqual(names);
    });
  });

  it('takes the host’s from the process that stands for it', () => {
    const collector = new HostInterfaces(root.path, 1, 'boot');
    expect(collector.collect()).toMatchObject({
      tables: [{ prefix: 'host', life: 'boot', content: { kind: 'rows' } }],
      failure: null,
    });
    root.end(1);
    expect(collector.collect()).toMatchObject({
      tables: [{ prefix: 'host', content: { kind: 'unread' } }],
      failure: `${root.path}/1/net/dev cannot be read`,
    });
  });

  describe('of containers', () => {
    it('reads each namespace once', () => {
      const source = { namespaces: () => [namespace()], refresh: jest.fn() };
      const { tables, failure } = new ContainerInterfaces(new HeldNamespaces(root.path), source).collect();
      expect(tables).toMatchObject([{ prefix: 'aaa', life: 'life-1', startedAt: 5, content: { kind: 'rows' } }]);
      expect(failure).toBeNull();
      expect(source.refresh).toHaveBeenCalledTimes(1);
    });

    it('looks again at once where all processes it knew are gone', () => {
      let pids = [100];
      const refresh = (full: boolean): void => {
        if (full) pids = [101];
      };
      const collector = new ContainerInterfaces(new HeldNamespaces(root.path), {
        namespaces: () => [namespace({ pids })],
        refresh,
      });
      root.end(100);
      expect(collector.collect()).toMatchObject({ tables: [{ content: { kind: 'rows' } }], failure: null });
    });

    it('says which namespace cannot be read, and reads the others', () => {
      const all = [namespace({ pids: [999] }), namespace({ key: 'bbb', life: 'life-2' })];
      const collector = new ContainerInterfaces(new HeldNamespaces(root.path), {
        namespaces: () => all,
        refresh: () => undefined,
      });
      const { tables, failure } = collector.collect();
      expect(tables.map(({ prefix, content }) => [prefix, content.kind])).toEqual([
        ['aaa', 'unread'],
        ['bbb', 'rows'],
      ]);
      expect(failure).toBe('cannot read the namespaces aaa');
    });

    it('holds a namespace only while it is there', () => {
      let all = [namespace()];
      const collector = new ContainerInterfaces(new HeldNamespaces(root.path), {
        namespaces: () => all,
        refresh: () => undefined,
      });
      collector.collect();
      expect(root.heldOpen()).toEqual(['/ns/one/dev', '/ns/one/igmp']);
      all = [namespace({ pids: [101] })];
      collector.collect();
      expect(root.heldOpen()).toHaveLength(2);
      all = [];
      collector.collect();
      expect(root.heldOpen()).toEqual([]);
    });

    it('is done with a namespace that ended', () => {
      let all = [namespace({ pids: [999] })];
      const refresh = (full: boolean): void => {
        if (full) all = [];
      };
      const collector = new ContainerInterfaces(new HeldNamespaces(root.path), { namespaces: () => all, refresh });
      expect(collector.collect()).toEqual({ tables: [], failure: null });
    });
  });

  describe('by all collectors', () => {
    const good = { name: 'container-interfaces', collect: () => ({ tables: [], failure: null }) } as const;

    it('keeps a failure to itself, and what it covers is unread, not idle', () => {
      const table = { prefix: 'host', life: 'x', startedAt: null, content: { kind: 'same' } as const };
      let broken = false;
      const bad = {
        name: 'host-interfaces' as const,
        collect: () => {
          if (broken) throw new Error('out of file descriptors');
          return { tables: [table], failure: null };
        },
      };
      let nowMs = 0;
      const log = jest.fn();
      const reports = new CollectorReports(() => (nowMs += 5), log);
      const run = new CollectorRun([bad, good], reports);
      run.collect();
      expect(run.complete).toBe(true);
      broken = true;
      expect(run.collect()).toEqual([{ ...table, content: { kind: 'unread' } }]);
      expect(run.complete).toBe(false);
      expect(reports.all()).toEqual([
        {
          ...{ name: 'host-interfaces', runs: 2, failures: 1, durationMs: 5, totalMs: 10 },
          failure: 'out of file descriptors',
        },
        { name: 'container-interfaces', runs: 2, failures: 0, durationMs: 5, totalMs: 10, failure: null },
      ]);
      expect(log.mock.calls[0]).toEqual([
        { name: 'host-interfaces', durationMs: 5, failure: null },
        { namespaces: 1, changed: 0, unread: 0 },
      ]);
      expect(reports.takeFailed()).toEqual(['host-interfaces']);
      expect(reports.takeFailed()).toEqual([]);
    });
  });
});

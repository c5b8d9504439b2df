import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FoundContainer } from '../discover/discovery.js';
import { ProcRoot } from '../procfs/proc-root.fixture.js';
import { ContainerState } from './container-state.js';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);

describe('the state of containers', () => {
  let root: ProcRoot;
  let sysRoot: string;
  let containers: readonly FoundContainer[];
  beforeEach(() => {
    root = new ProcRoot();
    sysRoot = mkdtempSync(join(tmpdir(), 'weir-sys-'));
    root.namespace('one', {});
    root.process(100, 'one', `/docker/${a}`);
    containers = [found(a)];
    write('cgroup.controllers', 'cpu memory\n');
  });
  afterEach(() => {
    root.remove();
    rmSync(sysRoot, { recursive: true });
  });

  const found = (id: string): FoundContainer => ({
    ...{ id, namespace: 'x', hostNetwork: false, podUid: null, startedAt: 7 },
  });
  const write = (file: string, text: string): void => {
    const path = join(sysRoot, 'fs/cgroup', file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  };
  const uses = (id: string, milliseconds: number): void => {
    write(`docker/${id}/cpu.stat`, `usage_usec ${milliseconds * 1_000}\n`);
    write(`docker/${id}/memory.current`, '5000\n');
    write(`docker/${id}/memory.stat`, 'inactive_file 1000\n');
    write(`docker/${id}/memory.max`, 'max\n');
  };
  const collector = (): ContainerState =>
    new ContainerState({
      ...{ procRoot: root.path, sysRoot },
      source: {
        containers: () => containers,
        processes: () =>
          containers.map(({ id }) => ({ pid: id === a ? 100 : 200, container: id, inode: 1, podUid: null })),
      },
    });

  it('is what its cgroups say', () => {
    uses(a, 1_500);
    expect(collector().collect()).toEqual({
      containers: [{ id: a, startedAt: 7, cpuMs: 1_500, memoryBytes: 4_000, memoryLimitBytes: null }],
      failure: null,
      counts: { containers: 1, unknown: 0 },
    });
  });

  it('is unknown, and no failure, where there are none', () => {
    expect(collector().collect()).toMatchObject({
      containers: [{ id: a, cpuMs: null, memoryBytes: null, memoryLimitBytes: null }],
      failure: null,
      counts: { containers: 1, unknown: 1 },
    });
  });

  it('is found a little later, but not looked for for ever', () => {
    const state = collector();
    state.collect();
    uses(a, 10);
    expect(state.collect().containers).toMatchObject([{ cpuMs: 10 }]);
    containers = [found(a), found(b)];
    root.process(200, 'one', `/docker/${b}`);
    for (let count = 0; count < 3; count += 1) state.collect();
    uses(b, 20);
    expect(state.collect().containers).toMatchObject([{ cpuMs: 10 }, { cpuMs: null }]);
  });

  it('is read where it was found, without asking any process again', () => {
    uses(a, 10);
    const state = collector();
    state.collect();
    root.end(100);
    uses(a, 11);
    expect(state.collect().containers).toMatchObject([{ cpuMs: 11 }]);
  });
});

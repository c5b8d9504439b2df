import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Namespace } from '../discover/namespaces.js';
import { inodeOf } from '../procfs/files.js';
import { ProcRoot } from '../procfs/proc-root.fixture.js';
import { HeldNamespaces } from './held-namespaces.js';
import { writeProtocols } from './kernel.fixture.js';
import { OpenedFiles } from './namespace-files.js';
import { ProtocolReader } from './protocol-reader.js';
import { Protocols } from './protocols.js';

describe('protocol counters', () => {
  let root: ProcRoot;
  beforeEach(() => {
    root = new ProcRoot();
    for (const name of ['host', 'one']) {
      root.namespace(name, {});
      writeProtocols(root, name, 1_000, 3);
    }
    root.process(1, 'host');
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
    it('come from all three files', () => {
      expect(new ProtocolReader(new OpenedFiles(root.path, inode('one'))).read([100])).toMatchObject({
        tcpInSegments: 1_000n,
        tcpListenDrops: 3n,
        udp6InDatagrams: expect.anything(),
      });
    });

    it('are parsed again only where the bytes are others', () => {
      const reader = new ProtocolReader(new OpenedFiles(root.path, null));
      const first = reader.read([100]);
      const split = jest.spyOn(String.prototype, 'split');
      try {
        expect(reader.read([100])).toBe(first);
        expect(split).not.toHaveBeenCalled();
      } finally {
        split.mockRestore();
      }
      writeProtocols(root, 'one', 1_001, 4);
      expect(reader.read([100])).toMatchObject({ tcpInSegments: 1_001n, tcpListenDrops: 4n });
    });

    it('come from the next process when one is gone, or has moved to another namespace', () => {
      const reader = new ProtocolReader(new OpenedFiles(root.path, inode('one')));
      root.end(100);
      expect(reader.read([100, 101])).toMatchObject({ tcpInSegments: 1_000n });
      writeProtocols(root, 'host', 77_777);
      root.process(100, 'host');
      expect(reader.read([100, 101])).toMatchObject({ tcpInSegments: 1_000n });
      expect(reader.read([100])).toBeNull();
    });

    it('are none where IPv6 is disabled, but not where a file vanishes in mid-read', () => {
      rmSync(join(root.path, 'ns/one/snmp6'));
      const reader = new ProtocolReader(new OpenedFiles(root.path, null));
      expect(reader.read([100])).not.toHaveProperty('udp6InDatagrams');
      rmSync(join(root.path, 'ns/one/netstat'));
      expect(reader.read([100])).toBeNull();
    });

    it('are unknown where the kernel says rubbish', () => {
      root.write('ns/one/snmp', 'Tcp: a b\nTcp: 1\n');
      expect(new ProtocolReader(new OpenedFiles(root.path, null)).read([100])).toBeNull();
    });
  });

  it('are read once for each namespace, and the host’s through its process', () => {
    writeProtocols(root, 'host', 500);
    const source = { namespaces: () => [namespace(), namespace({ key: 'bbb', life: 'life-2', pids: [999] })] };
    const options = {
      procRoot: root.path,
      hostPid: 1,
      boot: 'boot',
      bootedAt: 9,
      source,
      held: new HeldNamespaces(root.path),
    };
    const { namespaces, failure, counts } = new Protocols(options).collect();
    expect(namespaces).toMatchObject([
      { key: 'host', life: 'boot', startedAt: 9, counters: { tcpInSegments: 500n } },
      { key: 'aaa', life: 'life-1', startedAt: 5, counters: { tcpInSegments: 1_000n } },
      { key: 'bbb', counters: null },
    ]);
    expect(failure).toBe('cannot read the protocol counters of bbb');
    expect(counts).toEqual({ namespaces: 3, unread: 1 });
  });

  it('can be read here, now', () => {
    const options = {
      procRoot: '/proc',
      hostPid: process.pid,
      boot: '',
      bootedAt: 0,
      source: { namespaces: () => [] },
      held: new HeldNamespaces('/proc'),
    };
    const [host] = new Protocols(options).collect().namespaces;
    expect(Object.keys(host?.counters ?? {}).length).toBeGreaterThan(20);
  });
});

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProcRoot } from '../procfs/proc-root.fixture.js';
import { HostState } from './host-state.js';
import { writeHostState } from './kernel.fixture.js';

describe('the state of the host', () => {
  let root: ProcRoot;
  beforeEach(() => {
    root = new ProcRoot();
    root.namespace('host', {});
    root.process(17, 'host');
    writeHostState(root);
  });
  afterEach(() => root.remove());

  it('is what the kernel says of the whole, and of the namespace that one process is in', () => {
    // The reader's own, which must not be taken for the host's.
    root.write('net/sockstat', 'sockets: used 1\nTCP: inuse 1 orphan 1 tw 1 alloc 1 mem 1\nUDP: inuse 1 mem 1\n');
    const { reading, failure } = new HostState(root.path, 17).collect();
    expect(failure).toBeNull();
    expect(reading).toMatchObject({
      cpu: { cores: 2, times: { userMs: 1_022_020, stealMs: 2_190 } },
      memory: { totalBytes: expect.any(Number) },
      load: [expect.any(Number), expect.any(Number), expect.any(Number)],
      sockets: { used: expect.any(Number), tcp6InUse: expect.any(Number) },
      conntrack: { used: expect.any(Number) },
    });
    expect(reading.sockets?.used).toBeGreaterThan(1);
    expect(reading.softnet?.length).toBeGreaterThan(0);
  });

  it('is told without what cannot be read, which is named', () => {
    rmSync(join(root.path, 'meminfo'));
    root.write('ns/host/softnet_stat', 'rubbish\n');
    const { reading, failure, counts } = new HostState(root.path, 17).collect();
    expect(reading).toMatchObject({
      cpu: { cores: 2 },
      memory: null,
      softnet: null,
      sockets: { used: expect.anything() },
    });
    expect(failure).toContain(`${root.path}/meminfo, ${root.path}/17/net/softnet_stat`);
    expect(counts).toEqual({ unread: 2 });
  });

  it('does not know sockets of IPv6 where it is disabled, nor connections where none are tracked', () => {
    rmSync(join(root.path, 'ns/host/sockstat6'));
    rmSync(join(root.path, 'ns/host/stat/nf_conntrack'));
    const { reading, failure } = new HostState(root.path, 17).collect();
    expect(reading).toMatchObject({ sockets: { tcp6InUse: null, udp6InUse: null }, conntrack: null });
    expect(failure).toBeNull();
  });

  it('can be read here, now', () => {
    const { reading, failure } = new HostState('/proc', process.pid).collect();
    expect(failure).toBeNull();
    expect(reading.memory?.totalBytes).toBeGreaterThan(reading.memory?.availableBytes ?? Infinity);
  });
});

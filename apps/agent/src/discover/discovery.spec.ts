import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProcRoot } from '../procfs/proc-root.fixture.js';
import { Discovery } from './discovery.js';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);

describe('discovery from /proc', () => {
  let root: ProcRoot;
  let nowMs: number;
  let discovery: Discovery;

  beforeEach(() => {
    root = new ProcRoot();
    nowMs = 1_000_000;
    root.namespace('host', {});
    root.namespace('one', {});
    root.process(1, 'host');
    const options = { procRoot: root.path, cgroupPrefix: '', hostPid: 1, boot: 'boot', bootedAt: 5_000, saved: [] };
    discovery = new Discovery({ ...options, monotonicMs: () => nowMs });
  });
  afterEach(() => root.remove());

  it('finds containers, their namespaces, and those on the host’s network', () => {
    root.process(100, 'one', `/docker/${a}`, 200);
    root.process(101, 'host', `/docker/${b}`, 300);
    root.process(102, 'host', '/user.slice');
    discovery.refresh(false);
    expect(discovery.namespaces()).toMatchObject([
      { key: 'aaaaaaaaaaaa', pids: [100], containers: [a], startedAt: 7_000 },
    ]);
    expect(discovery.containers()).toEqual([
      { id: a, namespace: 'aaaaaaaaaaaa', hostNetwork: false, podUid: null, startedAt: 7_000 },
      { id: b, namespace: null, hostNetwork: true, podUid: null, startedAt: 8_000 },
    ]);
  });

  it('does not take the host’s network for a container’s while the host’s process cannot be read', () => {
    root.end(1);
    root.process(100, 'one', `/docker/${a}`);
    root.process(101, 'host', `/docker/${b}`);
    expect(() => discovery.refresh(true)).toThrow(/1\/net\/dev cannot be read, .*WEIR_HOST_PID/);
    expect(discovery.namespaces()).toEqual([]);
    expect(discovery.containers()).toEqual([]);
    root.process(1, 'host');
    discovery.refresh(false);
    expect(discovery.namespaces()).toMatchObject([{ containers: [a] }]);
    root.end(1);
    root.process(102, 'host', `/docker/${b}`);
    discovery.refresh(true);
    expect(discovery.namespaces()).toMatchObject([{ containers: [a] }]);
    expect(discovery.containers()).toMatchObject([{ id: a }, { id: b, hostNetwork: true }]);
  });

  it('does not take a container for host-networked because one of its processes is just entering', () => {
    root.process(100, 'one', `/docker/${a}`);
    root.process(101, 'host', `/docker/${a}`);
    discovery.refresh(false);
    expect(discovery.containers()).toMatchObject([{ namespace: 'aaaaaaaaaaaa', hostNetwork: false }]);
  });

  it('follows a new process while its runtime moves it about', () => {
    root.process(100, 'host', '/system.slice/containerd.service');
    discovery.refresh(false);
    expect(discovery.containers()).toEqual([]);
    nowMs += 1_000;
    root.process(100, 'one', `/docker/${a}`);
    discovery.refresh(false);
    expect(discovery.containers()).toMatchObject([{ id: a, hostNetwork: false }]);
  });

  it('looks again at settled processes on demand, and every half minute', () => {
    root.process(100, 'host', '/');
    discovery.refresh(false);
    nowMs += 6_000;
    discovery.refresh(false);
    root.process(100, 'one', `/docker/${a}`);
    nowMs += 1_000;
    discovery.refresh(false);
    expect(discovery.containers()).toEqual([]);
    discovery.refresh(true);
    expect(discovery.containers()).toHaveLength(1);
    root.process(100, 'host', '/');
    nowMs += 30_000;
    discovery.refresh(false);
    expect(discovery.containers()).toEqual([]);
  });

  it('tells when something changed that others must know', () => {
    root.process(100, 'one', `/docker/${a}`);
    discovery.refresh(false);
    const { containersVersion, savedVersion } = discovery;
    for (const pid of [101, 102, 103, 104, 105]) root.process(pid, 'one', `/docker/${a}`);
    discovery.refresh(false);
    expect(discovery.containersVersion).toBe(containersVersion);
    expect(discovery.savedVersion).toBe(savedVersion + 1);
    root.process(106, 'one', `/docker/${a}`);
    discovery.refresh(false);
    expect(discovery.savedVersion).toBe(savedVersion + 1);
    for (const pid of [100, 101, 102, 103, 104, 105, 106]) root.end(pid);
    discovery.refresh(false);
    expect(discovery.containersVersion).toBe(containersVersion + 1);
    expect(discovery.namespaces()).toEqual([]);
    expect(discovery.saved()).toEqual([]);
  });

  it('keeps to its cgroup prefix, and leaves zombies out', () => {
    const prefixed = new Discovery({
      ...{ procRoot: root.path, cgroupPrefix: '/h1', hostPid: 1, boot: 'boot', bootedAt: 5_000, saved: [] },
      monotonicMs: () => nowMs,
    });
    root.process(100, 'one', `/h1/${a}`);
    root.process(101, 'one', `/h10/${b}`);
    root.process(102, 'no-such-namespace', `/h1/${b}`);
    prefixed.refresh(false);
    expect(prefixed.containers().map(({ id }) => id)).toEqual([a]);
  });

  it('finds the agent’s own container, which a cgroup namespace of its own leaves without a name', () => {
    const mounts = (id: string): string => `9 7 8:1 /var/lib/docker/containers/${id}/hosts /etc/hosts rw - ext4 x rw\n`;
    root.process(1, 'host', '/../../init.scope');
    root.process(100, 'one', `/../docker-${a}.scope`);
    root.namespace('own', {});
    root.process(101, 'own', '/');
    root.write('self/mountinfo', mounts(b));
    const options = { procRoot: root.path, cgroupPrefix: '', hostPid: 1, boot: 'boot', bootedAt: 5_000, saved: [] };
    const contained = new Discovery({ ...options, monotonicMs: () => nowMs });
    contained.refresh(false);
    expect(contained.containers()).toMatchObject([{ id: a }, { id: b, hostNetwork: false }]);
    // Without such a namespace, what is at the top belongs to the host.
    root.process(1, 'host', '/init.scope');
    const onHost = new Discovery({ ...options, monotonicMs: () => nowMs });
    onHost.refresh(false);
    expect(onHost.containers()).toMatchObject([{ id: a }]);
  });

  it('tells which pod a container belongs to', () => {
    const uid = '0f5ad1bc-1d26-4c0d-9a37-4b1f1f0a2d11';
    root.process(100, 'one', `/kubepods/burstable/pod${uid}/${a}`);
    discovery.refresh(false);
    expect(discovery.containers()).toMatchObject([{ id: a, podUid: uid }]);
  });

  it('says which folder it cannot list', () => {
    const options = { procRoot: '/no/such/proc', cgroupPrefix: '', hostPid: 1, boot: 'b', bootedAt: 0, saved: [] };
    const blind = new Discovery({ ...options, monotonicMs: () => nowMs });
    expect(() => blind.refresh(true)).toThrow('/no/such/proc cannot be listed: ENOENT');
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { DockerLife } from '../discover/docker-containers.js';
import { DockerContainerState } from './docker-container-state.js';
import { DockerInterfaces } from './docker-interfaces.js';
import { DockerStats } from './docker-stats.js';

const [web, side] = ['a'.repeat(64), 'b'.repeat(64)];
const START = Date.parse('2026-11-21T07:00:00Z');

/** An engine whose statistics are told by the test. */
class FakeEngine {
  opened: string[] = [];
  failure: Error | null = null;
  private readonly push = new Map<string, (line: string | null) => void>();

  stats = async (id: string, signal: AbortSignal): Promise<AsyncIterable<string>> => {
    this.opened.push(id);
    if (this.failure) throw this.failure;
    const queue: (string | null)[] = [];
    let wake = (): void => undefined;
    this.push.set(id, (line) => {
      queue.push(line);
      wake();
    });
    signal.addEventListener('abort', () => this.push.get(id)?.(null));
    return (async function* () {
      for (;;) {
        while (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const line = queue.shift();
        if (line === null || line === undefined) return;
        yield line;
      }
    })();
  };

  async tells(id: string, rxBytes: number, afterMs = 1_000): Promise<void> {
    const counters = {
      tx_bytes: 0,
      rx_packets: 0,
      tx_packets: 0,
      rx_errors: 0,
      tx_errors: 0,
      rx_dropped: 0,
      tx_dropped: 0,
    };
    const read = new Date(START + afterMs).toISOString();
    const cpu_stats = { cpu_usage: { total_usage: 2_000_000 } };
    this.push.get(id)?.(JSON.stringify({ read, cpu_stats, networks: { eth0: { rx_bytes: rxBytes, ...counters } } }));
    await jest.advanceTimersByTimeAsync(0);
  }

  async ends(id: string): Promise<void> {
    this.push.get(id)?.(null);
    await jest.advanceTimersByTimeAsync(0);
  }
}

const life = (id: string, startedAt = START, certain = true): DockerLife => ({ id, startedAt, certain });
const received = (stats: DockerStats, id: string): bigint | null => stats.take(id)?.rows[0]?.counters[0] ?? null;

describe('the statistics of containers', () => {
  let engine: FakeEngine;
  let stats: DockerStats;
  let nowMs: number;

  beforeEach(() => {
    jest.useFakeTimers();
    engine = new FakeEngine();
    nowMs = 0;
    stats = new DockerStats({ counters: engine, monotonicMs: () => nowMs, hostMemoryBytes: () => null });
  });
  afterEach(() => {
    stats.stop();
    jest.useRealTimers();
  });

  const follow = async (...lives: DockerLife[]): Promise<void> => {
    stats.follow(lives);
    await jest.advanceTimersByTimeAsync(0);
  };

  it('come by one stream each, and every sample is taken once', async () => {
    await follow(life(web), life(side));
    await follow(life(web), life(side));
    expect(engine.opened).toEqual([web, side]);
    await engine.tells(web, 10);
    await engine.tells(web, 30);
    expect([received(stats, web), received(stats, web), received(stats, side)]).toEqual([30n, null, null]);
    expect(stats.newest(web)?.usage.cpuMs).toBe(2);
  });

  it('end with the container, and begin anew with its next life', async () => {
    await follow(life(web));
    await follow();
    await engine.tells(web, 10);
    expect(stats.take(web)).toBeNull();
    await follow(life(web, START + 5_000));
    expect(engine.opened).toEqual([web, web]);
    // Read before it began: the one before.
    await engine.tells(web, 10, 4_000);
    expect(received(stats, web)).toBeNull();
    await engine.tells(web, 20, 6_000);
    expect(received(stats, web)).toBe(20n);
  });

  it('are unknown while Docker is away, and the stream is opened again after', async () => {
    await follow(life(web));
    await engine.tells(web, 10);
    await follow(life(web, START, false));
    expect(stats.take(web)).toBeNull();
    await follow(life(web));
    await engine.tells(web, 40);
    expect(received(stats, web)).toBe(40n);
  });

  it('are unknown when the stream ends, which is opened again, later each time', async () => {
    await follow(life(web));
    await engine.tells(web, 10);
    engine.failure = new Error('server error');
    await engine.ends(web);
    expect([stats.take(web), stats.newest(web)]).toEqual([null, null]);
    await jest.advanceTimersByTimeAsync(499);
    expect(engine.opened).toHaveLength(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(engine.opened).toHaveLength(2);
    await jest.advanceTimersByTimeAsync(1_000 + 2_000);
    expect(engine.opened).toHaveLength(4);
    nowMs = 6_000;
    expect(stats.silence(web)).toBe('server error');
    engine.failure = null;
    await jest.advanceTimersByTimeAsync(4_000);
    await engine.tells(web, 90);
    expect([received(stats, web), stats.silence(web)]).toEqual([90n, null]);
  });

  it('are missed when nothing comes', async () => {
    await follow(life(web));
    nowMs = 4_999;
    expect(stats.silence(web)).toBeNull();
    nowMs = 5_000;
    expect([stats.silence(web), stats.silence(side)]).toEqual(['silent for 5 s', null]);
  });

  describe('as readings of namespaces', () => {
    const namespace = {
      ...{ key: 'aaaaaaaaaaaa', life: 'aaaaaaaaaaaa.1', inode: 0, startedAt: START, pids: [] },
      containers: [web, side],
    };
    const source = {
      listed: true,
      failure: null as string | null,
      refresh: () => undefined,
      namespaces: () => [namespace],
    };

    it('are those of the container whose network it is, however many share it', async () => {
      const collector = new DockerInterfaces(source, source, stats, []);
      await follow(life(web), life(side));
      await engine.tells(web, 10);
      await engine.tells(side, 10);
      const { tables, failure } = collector.collect();
      expect(tables).toEqual([
        {
          ...{ prefix: 'aaaaaaaaaaaa', life: 'aaaaaaaaaaaa.1', startedAt: START },
          content: { kind: 'rows', rows: [expect.objectContaining({ name: 'eth0' })], faults: [] },
        },
      ]);
      expect(failure).toBeNull();
      expect(collector.collect().tables[0]?.content).toEqual({ kind: 'unread' });
      nowMs = 7_000;
      expect(collector.collect().failure).toBe('no statistics of aaaaaaaaaaaa (silent for 7 s)');
    });

    it('are awaited until Docker has told what runs', () => {
      const collector = new DockerInterfaces(source, { ...source, listed: false }, stats, [
        { prefix: 'c', life: 'c.1' },
      ]);
      expect(collector.collect()).toEqual({
        tables: [{ prefix: 'c', life: 'c.1', startedAt: null, content: { kind: 'unread' } }],
        failure: null,
        unlisted: true,
      });
    });
  });

  it('tell what containers use, and of which that is unknown', async () => {
    const found = [web, side].map((id) => ({ id, namespace: null, hostNetwork: true, podUid: null, startedAt: START }));
    await follow(life(web), life(side));
    await engine.tells(web, 10);
    expect(new DockerContainerState({ containers: () => found }, stats).collect()).toEqual({
      containers: [
        { id: web, startedAt: START, cpuMs: 2, memoryBytes: null, memoryLimitBytes: null },
        { id: side, startedAt: START, cpuMs: null, memoryBytes: null, memoryLimitBytes: null },
      ],
      failure: null,
      counts: { containers: 2, unknown: 1 },
    });
  });
});

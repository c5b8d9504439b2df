import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parseStats } from './docker-stats-sample.js';

const HOST_MEMORY = 25_276_514_304;
const [first = '', restarted = '', stopped = ''] = readFileSync(
  new URL('../../fixtures/docker/stats.ndjson', import.meta.url),
  'utf8',
).split('\n');

/** The recorded answer with some of it replaced. */
function changed(change: (stats: Record<string, Record<string, unknown>>) => void, line = first): string {
  const stats = JSON.parse(line) as Record<string, Record<string, unknown>>;
  change(stats);
  return JSON.stringify(stats);
}

describe('statistics of a container, as an engine answered', () => {
  it('are its counters, by interface', () => {
    expect(parseStats(first, HOST_MEMORY)).toEqual({
      readAt: Date.parse('2026-11-21T07:31:53.687Z'),
      rows: [{ name: 'eth0', ifindex: null, counters: [1626n, 0n, 15n, 0n, 0n, 0n, 0n, 0n] }],
      faults: [],
      usage: { cpuMs: 45.937304, memoryBytes: 331_776, memoryLimitBytes: null },
    });
    expect(parseStats(restarted, HOST_MEMORY)?.rows[0]?.counters.slice(0, 3)).toEqual([736n, 0n, 6n]);
  });

  it('say nothing of one that does not run', () => {
    expect(stopped).toContain('0001-01-01');
    expect(parseStats(stopped, HOST_MEMORY)).toBeNull();
  });

  it('are exact beyond 2^53', () => {
    const line = first.replace('"rx_bytes":1626', '"rx_bytes":9007199254740993');
    expect(parseStats(line, null)?.rows[0]?.counters[0]).toBe(9_007_199_254_740_993n);
  });

  it('have each counter in its own place', () => {
    const names = [
      'rx_bytes',
      'tx_bytes',
      'rx_packets',
      'tx_packets',
      'rx_errors',
      'tx_errors',
      'rx_dropped',
      'tx_dropped',
    ];
    const line = changed((stats) => {
      stats['networks'] = { eth1: Object.fromEntries(names.map((name, index) => [name, index + 1])) };
    });
    expect(parseStats(line, null)?.rows).toEqual([
      { name: 'eth1', ifindex: null, counters: [1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n] },
    ]);
  });

  it('name an interface that is garbled, and keep the others', () => {
    const line = changed((stats) => {
      stats['networks'] = { eth0: stats['networks']?.['eth0'], eth1: { rx_bytes: -1 }, eth2: null };
    });
    expect(parseStats(line, null)).toMatchObject({ rows: [{ name: 'eth0' }], faults: ['eth1', 'eth2'] });
  });

  it('have no interfaces where the container has none of its own', () => {
    expect(
      parseStats(
        changed((stats) => delete stats['networks']),
        null,
      ),
    ).toMatchObject({ rows: [], faults: [] });
  });

  it('leave out the cache, whichever version of control groups tells it', () => {
    const using = (stats: object): string => changed((all) => void (all['memory_stats'] = { usage: 5_000, stats }));
    expect(parseStats(using({ total_inactive_file: 3_000, inactive_file: 1 }), null)?.usage.memoryBytes).toBe(2_000);
    expect(parseStats(using({ inactive_file: 1_000 }), null)?.usage.memoryBytes).toBe(4_000);
    expect(parseStats(using({ inactive_file: 9_000 }), null)?.usage.memoryBytes).toBe(0);
  });

  it.each([
    [HOST_MEMORY, null],
    [9_223_372_036_854_771_712, null],
    [104_857_600, 104_857_600],
    [undefined, null],
  ])('show a memory limit of %p as %p', (limit, shown) => {
    const line = changed((stats) => void (stats['memory_stats'] = { usage: 1, limit }));
    expect(parseStats(line, HOST_MEMORY)?.usage.memoryLimitBytes).toBe(shown);
  });

  it('are those of Windows, in its units', () => {
    const line = changed((stats) => {
      Object.assign(stats, { num_procs: 5, memory_stats: { commitbytes: 9, privateworkingset: 7 } });
      stats['cpu_stats'] = { cpu_usage: { total_usage: 50_000 } };
    });
    expect(parseStats(line, null)?.usage).toEqual({ cpuMs: 5, memoryBytes: 7, memoryLimitBytes: null });
  });

  it('say what is unknown', () => {
    expect(parseStats('{"read":"2026-11-21T07:31:53Z"}', null)?.usage).toEqual({
      ...{ cpuMs: null, memoryBytes: null, memoryLimitBytes: null },
    });
  });

  it.each(['', '{', '[]', 'null', '7', '{"read":7}', '{"read":"yesterday"}'])('are not in %j', (line) => {
    expect(parseStats(line, null)).toBeNull();
  });
});

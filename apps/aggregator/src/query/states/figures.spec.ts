import { describe, expect, it } from '@jest/globals';
import { PROTOCOL_COUNTERS, type ProtocolCounter } from '@weir/model';
import { CONTAINERS, LATENCIES, type Values } from '../../store/states/kind.js';
import type { Column } from '../column.js';
import { containerColumns } from './container-figures.js';
import { hostColumns } from './host-figures.js';
import { HOST_STATE_GROUPS } from './host-series.sql.js';
import { latencyColumns } from './latency-figures.js';
import { protocolColumns } from './protocol-figures.js';
import type { Thing } from './things.js';

const valuesOf = (columns: Record<string, Column>): Record<string, (number | null)[]> =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, [...column]]));
const thing = (...values: (Values | null)[]): Thing => ({
  values,
  told: Float64Array.from(values, (each) => (each ? 10_000 : 0)),
  unread: new Float64Array(values.length),
});

describe('hostColumns', () => {
  const told: Record<string, number> = {
    ...{
      cores: 4,
      user_ms: 9_000,
      nice_ms: 1_000,
      system_ms: 5_000,
      irq_ms: 1_000,
      softirq_ms: 2_000,
      steal_ms: 2_000,
    },
    ...{ iowait_ms: 4_000, idle_ms: 16_000 },
    ...{ memory_total_bytes: 1_000, memory_available_bytes: 250, softnet_dropped: 30, softnet_covered_ms: 20_000 },
  };
  const columns = valuesOf(
    hostColumns(HOST_STATE_GROUPS, 2, (bucket) => (bucket === 0 ? (name) => told[name] ?? null : null)),
  );

  it('tells CPU time in percent of all cores, and its parts', () => {
    expect(columns).toMatchObject({
      ...{ cpuPercent: [50, null], cpuUserPercent: [25, null], cpuSystemPercent: [15, null] },
      ...{ cpuSoftirqPercent: [5, null], cpuStealPercent: [5, null], cpuIowaitPercent: [10, null], cores: [4, null] },
    });
  });

  it('tells memory, and what is counted per second', () => {
    expect(columns).toMatchObject({
      ...{ memoryUsedBytes: [750, null], memoryUsedPercent: [75, null], softnetDroppedPerSecond: [1.5, null] },
    });
  });

  it('knows nothing of what was not told', () => {
    expect(columns).toMatchObject({
      ...{ swapUsedBytes: [null, null], loadOneMinute: [null, null], softnetSqueezedPerSecond: [null, null] },
    });
  });

  it('answers the groups asked only', () => {
    expect(Object.keys(hostColumns(['load'], 1, () => null))).toEqual([
      'loadOneMinute',
      'loadFiveMinutes',
      'loadFifteenMinutes',
    ]);
  });
});

describe('containerColumns', () => {
  const bucket = (cpuMs: number | null, memory: number | null, limit: number | null): Values =>
    CONTAINERS.asBucket([cpuMs, memory, limit], 10_000);

  it('tells CPU time of one core and of the host, and memory of its limit', () => {
    const columns = containerColumns(thing(bucket(25_000, 500, 2_000), bucket(0, 0, null), null), () => 4);
    expect(valuesOf(columns)).toEqual({
      ...{ cpuPercent: [250, 0, null], cpuPercentOfHost: [62.5, 0, null] },
      ...{ memoryBytes: [500, 0, null], memoryMaximumBytes: [500, 0, null] },
      ...{ memoryLimitBytes: [2_000, null, null], memoryPercentOfLimit: [25, null, null] },
    });
  });

  it('knows no share of a host whose cores were not told, and no CPU time that was not told', () => {
    const columns = valuesOf(containerColumns(thing(bucket(10_000, 1, 1), bucket(null, 1, 1)), () => null));
    expect(columns).toMatchObject({ cpuPercent: [100, null], cpuPercentOfHost: [null, null], memoryBytes: [1, 1] });
  });
});

describe('protocolColumns', () => {
  const grid = { startMs: 0, stepMs: 10_000, count: 4 };
  const counts = (told: Partial<Record<ProtocolCounter, number | null>>): Values =>
    PROTOCOL_COUNTERS.map((counter) => (counter in told ? (told[counter] ?? null) : null));
  const asked = ['tcpOutSegments', 'udp6InDatagrams'] as const;
  const present = (...ms: number[]): Float64Array => Float64Array.from(ms);
  const FOREVER = { fromMs: -Infinity, untilMs: Infinity };

  it('tells idle from unknown: absent, unread, and not there', () => {
    const told = thing(counts({ tcpOutSegments: 90, tcpRetransmittedSegments: 10 }), null, null, null);
    told.unread[2] = 10_000;
    const columns = valuesOf(protocolColumns(grid, asked, told, present(10_000, 10_000, 10_000, 0), FOREVER));
    expect(columns).toEqual({
      tcpOutSegmentsPerSecond: [9, 0, null, null],
      // Its kernel does not have it.
      udp6InDatagramsPerSecond: [null, null, null, null],
      tcpRetransmittedPercent: [10, 0, null, null],
    });
  });

  it('counts from birth to death, unless something was told', () => {
    const alive = { fromMs: 10_000, untilMs: 25_000 };
    const told = thing(null, null, counts({ tcpOutSegments: 50 }), null);
    const columns = valuesOf(protocolColumns(grid, asked, told, present(10_000, 10_000, 10_000, 10_000), alive));
    expect(columns['tcpOutSegmentsPerSecond']).toEqual([null, 0, 10, null]);
  });
});

describe('latencyColumns', () => {
  it('tells ms, and how often each outcome was', () => {
    const [accepted, filtered] = [LATENCIES.asBucket([1_500, 0], 10_000), LATENCIES.asBucket([null, 2], 10_000)];
    expect(valuesOf(latencyColumns(thing(accepted, filtered, null)))).toEqual({
      ...{ meanMilliseconds: [1.5, null, null], minimumMilliseconds: [1.5, null, null] },
      ...{ maximumMilliseconds: [1.5, null, null], acceptedPercent: [100, 0, null] },
      ...{ refusedPercent: [0, 0, null], filteredPercent: [0, 100, null], awayPercent: [0, 0, null] },
    });
  });
});

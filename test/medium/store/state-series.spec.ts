import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Decoded, perProtocolCounter, PROTOCOL_COUNTERS, type StateMessage } from '@weir/model';
import type pg from 'pg';
import type { Column } from '../../../apps/aggregator/src/query/column.js';
import type { StateAnswer, StateRange } from '../../../apps/aggregator/src/query/states/asked.js';
import { ContainerSeriesQuery } from '../../../apps/aggregator/src/query/states/container-series.query.js';
import { HostSeriesQuery } from '../../../apps/aggregator/src/query/states/host-series.query.js';
import { HOST_STATE_GROUPS } from '../../../apps/aggregator/src/query/states/host-series.sql.js';
import { LatencySeriesQuery } from '../../../apps/aggregator/src/query/states/latency-series.query.js';
import { ProtocolSeriesQuery } from '../../../apps/aggregator/src/query/states/protocol-series.query.js';
import { StateRowsQuery } from '../../../apps/aggregator/src/query/states/state-rows.query.js';
import type { Edition } from '../../../apps/aggregator/src/store/edition/edition.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { refreshStates } from '../../../apps/aggregator/src/store/states/refresh.js';
import type { Arrival } from '../../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { startPostgres } from '../../support/postgres.js';
import { arrivalOf, FakeAgent, inventoryOf, stateOf } from './fake-agent.js';
import { openPool } from '../../support/database.js';

const TICK_MS = 10_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Three hours of states begin here, long closed. */
const START = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 5 * HOUR_MS;
const TICKS = (3 * HOUR_MS) / TICK_MS;
const CORES = 4;
/** Ticks come a little late, so that each is of two buckets of its length. */
const LATE_MS = 3;
const CONTAINER = 'c'.repeat(64);
const BORN = 'b'.repeat(64);
const [NAMESPACE, YOUNG] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'] as const;
const BORN_MS = START + HOUR_MS;

/** Nothing was told between these ticks: the agent was away. */
const isAway = (tick: number): boolean => tick >= 100 && tick < 130;
const isUnread = (tick: number): boolean => tick >= 200 && tick < 236;
/** ms that four cores spent, of 40,000 in all. */
const cpuOf = (tick: number): { user: number; system: number; iowait: number } => ({
  ...{ user: (tick * 37) % 20_000, system: (tick * 11) % 5_000, iowait: (tick * 7) % 3_000 },
});
const memoryOf = (tick: number): number => 1e9 + ((tick * 7_919) % 1_000) * 1e6;
const usedOf = (tick: number): number => (tick * 53) % 15_000;
const latencyOf = (tick: number): number | null => (tick % 10 === 3 ? null : ((tick * 31) % 400) / 8);
const segmentsOf = (tick: number): number => (tick % 5 === 0 ? 0 : tick * 3);

type Line = { readonly columns: Readonly<Record<string, Column>> };

/** Charts of states against what was told, worked out apart: as told, from five minutes, and from hours. */
describe('states over time', () => {
  const agent = new FakeAgent();
  const peer = new FakeAgent();
  const messages = Array.from({ length: TICKS }, (_, tick) => tick).flatMap((tick) =>
    isAway(tick) ? [] : [tell(tick)],
  );
  let pool: pg.Pool;
  let edition: Edition;

  function tell(tick: number): StateMessage {
    const { user, system, iowait } = cpuOf(tick);
    const latencyMs = latencyOf(tick);
    const keys = segmentsOf(tick) > 0 ? ['host', NAMESPACE] : [];
    return {
      ...stateOf(agent, START + (tick + 1) * TICK_MS + LATE_MS, { ms: TICK_MS }),
      seq: tick + 1,
      cpu: {
        ...{ cores: CORES, userMs: user, niceMs: 0, systemMs: system, iowaitMs: iowait, irqMs: 0, softirqMs: 0 },
        ...{ stealMs: 0, idleMs: CORES * TICK_MS - user - system - iowait },
      },
      memory: { totalBytes: 4e9, availableBytes: memoryOf(tick), swapTotalBytes: 0, swapFreeBytes: 0 },
      load: [tick, 0, 0],
      softnet: tick % 2 ? { processed: 100, dropped: tick, squeezed: 0 } : null,
      containers: { ids: [CONTAINER], cpuMs: [usedOf(tick)], memoryBytes: [memoryOf(tick)], memoryLimitBytes: [8e9] },
      protocols: {
        keys,
        unread: isUnread(tick) ? [YOUNG] : [],
        columns: perProtocolCounter((counter) =>
          keys.map((_, place) => {
            if (counter === 'tcpOutSegments') return segmentsOf(tick) * (place + 1);
            if (counter === 'tcpRetransmittedSegments') return place;
            return counter.startsWith('udp6') ? null : 0;
          }),
        ),
      },
      latency: {
        natsMs: 0.5,
        peers: [{ host: peer.host, ms: latencyMs, outcome: latencyMs === null ? 'filtered' : 'accepted' }],
      },
    };
  }

  beforeAll(async () => {
    const url = await (await startPostgres()).createDatabase();
    edition = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    const writer = new BatchWriter(pool, edition);
    const container = { name: 'web', image: 'web', hostNetwork: false, stack: null, service: null, labels: {} };
    const pod = { pod: null, podNamespace: null, workload: null };
    await writer.write([
      arrivalOf({
        kind: 'inventory',
        message: inventoryOf(agent.host, START, ['host/eth0'], {
          containers: [
            { ...container, ...pod, id: CONTAINER, namespace: NAMESPACE, startedAt: START - DAY_MS },
            { ...container, ...pod, id: BORN, namespace: YOUNG, startedAt: BORN_MS },
          ],
        }),
      }),
      arrivalOf({ kind: 'inventory', message: inventoryOf(peer.host, START, ['host/eth0']) }),
    ]);
    const states = messages.map((message) => arrivalOf({ kind: 'state', message }));
    const late = (_: Arrival, index: number): boolean => index % 7 === 0;
    await writer.write(states.filter((each, index) => !late(each, index)));
    while ((await refreshStates(pool, edition, START + 2 * HOUR_MS)) > 0);
    await writer.write(states.filter(late));
  }, 120_000);
  afterAll(() => pool.end());

  /** The ticks of a bucket, in parts where it is cut. */
  type Told = (bucket: number) => readonly { readonly tick: number; readonly share: number }[];
  const toldOf = ({ fromMs }: StateRange, stepMs: number): Told => {
    const buckets = new Map<number, { tick: number; share: number }[]>();
    for (const { seq, at, ms } of messages) {
      const first = Math.floor((at - ms - fromMs) / stepMs);
      const last = stepMs < MINUTE_MS ? Math.floor((at - 1 - fromMs) / stepMs) : first;
      for (let bucket = first; bucket <= last; bucket += 1) {
        const bucketMs = fromMs + bucket * stepMs;
        const overlapMs = Math.min(at, bucketMs + stepMs) - Math.max(at - ms, bucketMs);
        const share = first === last ? 1 : overlapMs / ms;
        buckets.set(bucket, [...(buckets.get(bucket) ?? []), { tick: seq - 1, share }]);
      }
    }
    return (bucket) => buckets.get(bucket) ?? [];
  };
  const mean = (told: ReturnType<Told>, of: (tick: number) => number): number =>
    told.reduce((sum, { tick, share }) => sum + of(tick) * share, 0) / told.reduce((sum, { share }) => sum + share, 0);
  const sum = (told: ReturnType<Told>, of: (tick: number) => number): number =>
    told.reduce((all, { tick, share }) => all + of(tick) * share, 0);

  async function answered<T>(asked: Promise<Decoded<T>>): Promise<T> {
    const answer = await asked;
    if (!answer.ok) throw new Error(`${answer.refusal.field}: ${answer.refusal.reason}`);
    return answer.value;
  }
  /** Compares columns with what was told, bucket by bucket; a bucket of which nothing was told is a gap. */
  function expectColumns(
    { lines, stepMs }: StateAnswer<Line>,
    range: StateRange,
    line: number,
    truth: Record<string, (told: ReturnType<Told>) => number | null>,
  ): void {
    const toldIn = toldOf(range, stepMs);
    const wrong: unknown[] = [];
    for (const [name, of] of Object.entries(truth)) {
      const column = [...(lines[line]?.columns[name] ?? [])];
      if (column.length === 0) wrong.push(`no ${name}`);
      column.forEach((value, bucket) => {
        const told = toldIn(bucket);
        const expected = told.length === 0 ? null : of(told);
        if (!isAlike(value, expected)) wrong.push({ name, stepMs, bucket, value, expected });
      });
    }
    expect(wrong).toEqual([]);
  }
  /** But for digits that are rounded away: three behind the point, or seven in all. */
  const isAlike = (value: number | null, expected: number | null): boolean =>
    value === null || expected === null
      ? value === expected
      : Math.abs(value - expected) <= Math.max(0.002, Math.abs(expected) * 2e-6);

  const RANGES: readonly [string, StateRange, number][] = [
    ['raw', { fromMs: START, toMs: START + 40 * MINUTE_MS, points: 300 }, 10_000],
    ['raw', { fromMs: START, toMs: START + 3 * HOUR_MS, points: 200 }, MINUTE_MS],
    ['5m', { fromMs: START, toMs: START + 3 * HOUR_MS, points: 36 }, 5 * MINUTE_MS],
    ['1h', { fromMs: START, toMs: START + 3 * HOUR_MS, points: 3 }, HOUR_MS],
  ];

  const chartsAreRight = async (): Promise<void> => {
    for (const [resolution, range, stepMs] of RANGES) {
      const hosts = await answered(
        new HostSeriesQuery(pool).answer({ ...range, hosts: [agent.host], groups: HOST_STATE_GROUPS }),
      );
      expect([hosts.resolution, hosts.stepMs]).toEqual([resolution, stepMs]);
      expectColumns(hosts, range, 0, {
        cpuPercent: (told) => mean(told, (tick) => ((cpuOf(tick).user + cpuOf(tick).system) / (CORES * TICK_MS)) * 100),
        cpuUserPercent: (told) => mean(told, (tick) => (cpuOf(tick).user / (CORES * TICK_MS)) * 100),
        cpuIowaitPercent: (told) => mean(told, (tick) => (cpuOf(tick).iowait / (CORES * TICK_MS)) * 100),
        memoryUsedBytes: (told) => mean(told, (tick) => 4e9 - memoryOf(tick)),
        memoryUsedPercent: (told) => mean(told, (tick) => ((4e9 - memoryOf(tick)) / 4e9) * 100),
        loadOneMinute: (told) => mean(told, (tick) => tick),
        softnetDroppedPerSecond: (told) => {
          const odd = told.filter(({ tick }) => tick % 2 === 1);
          return odd.length === 0 ? null : mean(odd, (tick) => tick / 10);
        },
        swapUsedBytes: () => 0,
        conntrackUsed: () => null,
      });
      const containers = await answered(new ContainerSeriesQuery(pool).answer({ ...range, containers: [CONTAINER] }));
      expectColumns(containers, range, 0, {
        cpuPercent: (told) => mean(told, (tick) => (usedOf(tick) / TICK_MS) * 100),
        cpuPercentOfHost: (told) => mean(told, (tick) => (usedOf(tick) / TICK_MS / CORES) * 100),
        memoryBytes: (told) => mean(told, memoryOf),
        memoryMaximumBytes: (told) => Math.max(...told.map(({ tick }) => memoryOf(tick))),
        memoryLimitBytes: () => 8e9,
        memoryPercentOfLimit: (told) => mean(told, (tick) => (memoryOf(tick) / 8e9) * 100),
      });
      const latencies = await answered(
        new LatencySeriesQuery(pool).answer({ ...range, hosts: [agent.host], peers: null }),
      );
      expect(latencies.lines.map((line) => [line.peer, line.peerHostId === null])).toEqual([
        ['nats', true],
        [peer.host, false],
      ]);
      const answeredTicks = (told: ReturnType<Told>): ReturnType<Told> =>
        told.filter(({ tick }) => latencyOf(tick) !== null);
      const ofAnswered =
        (of: (told: ReturnType<Told>) => number) =>
        (told: ReturnType<Told>): number | null =>
          answeredTicks(told).length === 0 ? null : of(answeredTicks(told));
      expectColumns(latencies, range, 1, {
        meanMilliseconds: ofAnswered((told) => mean(told, (tick) => latencyOf(tick) ?? 0)),
        minimumMilliseconds: ofAnswered((told) => Math.min(...told.map(({ tick }) => latencyOf(tick) ?? 0))),
        maximumMilliseconds: ofAnswered((told) => Math.max(...told.map(({ tick }) => latencyOf(tick) ?? 0))),
        filteredPercent: (told) => mean(told, (tick) => (latencyOf(tick) === null ? 100 : 0)),
        acceptedPercent: (told) => mean(told, (tick) => (latencyOf(tick) === null ? 0 : 100)),
      });
      const protocols = await answered(
        new ProtocolSeriesQuery(pool).answer({
          ...{ ...range, hosts: [agent.host], containers: [CONTAINER], interfaces: [], counters: PROTOCOL_COUNTERS },
        }),
      );
      const knownSeconds = (told: ReturnType<Told>): number => sum(told, () => TICK_MS) / 1_000;
      const shareOf = (sent: number, again: number): number => (again === 0 ? 0 : (again / (again + sent)) * 100);
      expect(protocols.lines.map(({ namespace }) => namespace)).toEqual([null, NAMESPACE]);
      for (const place of [0, 1]) {
        const again = (told: ReturnType<Told>): number => sum(told, (tick) => (segmentsOf(tick) > 0 ? place : 0));
        expectColumns(protocols, range, place, {
          tcpOutSegmentsPerSecond: (told) => sum(told, (tick) => segmentsOf(tick) * (place + 1)) / knownSeconds(told),
          tcpRetransmittedSegmentsPerSecond: (told) => again(told) / knownSeconds(told),
          tcpRetransmittedPercent: (told) =>
            shareOf(
              sum(told, (tick) => segmentsOf(tick) * (place + 1)),
              again(told),
            ),
          // Its kernel does not have it.
          udp6InDatagramsPerSecond: () => null,
        });
      }
    }
  };

  it('are what was told, while some is not rolled up yet', chartsAreRight);

  it('are what was told, once it is', async () => {
    while ((await refreshStates(pool, edition, Date.now())) > 0);
    await chartsAreRight();
  });

  it('tell a namespace that is idle from one that is not there, or cannot be read', async () => {
    const [, , range] = RANGES;
    const asked = { hosts: [], containers: [BORN], interfaces: [], counters: ['tcpOutSegments'] as const };
    const protocols = await answered(new ProtocolSeriesQuery(pool).answer({ ...(range?.[1] as StateRange), ...asked }));
    const column = [...(protocols.lines[0]?.columns['tcpOutSegmentsPerSecond'] ?? [])];
    expect(column).toHaveLength(36);
    column.forEach((value, bucket) => {
      const ticks = Array.from({ length: 30 }, (_, index) => bucket * 30 + index);
      const isKnown = bucket >= 12 && ticks.some((tick) => !isUnread(tick) && !isAway(tick));
      expect([bucket, value]).toEqual([bucket, isKnown ? 0 : null]);
    });
  });

  it.each([10_000, MINUTE_MS, 5 * MINUTE_MS, HOUR_MS])(
    'tell how many steps of %i ms a file of them will hold',
    async (stepMs) => {
      const rows = new StateRowsQuery(
        pool,
        ...([new HostSeriesQuery(pool), new ContainerSeriesQuery(pool)] as const),
        ...([new ProtocolSeriesQuery(pool), new LatencySeriesQuery(pool)] as const),
      );
      const range = { fromMs: START + 1_234, toMs: START + 3 * HOUR_MS - 1_234 };
      const { pieces, stepCount } = await answered(rows.hosts({ filter: {}, ...range, stepMs }, HOST_STATE_GROUPS));
      let steps = 0;
      for await (const { at } of pieces) steps += at.length;
      expect(stepCount).toBe(steps);
      expect(steps).toBe((3 * HOUR_MS) / stepMs);
    },
  );

  it('name the field of what is wrong', async () => {
    const range = { fromMs: START, toMs: START + HOUR_MS, points: 60 };
    const refused = async (asked: Promise<Decoded<unknown>>): Promise<string> => {
      const answer = await asked;
      return answer.ok ? 'nothing' : `${answer.refusal.field} ${answer.refusal.reason}`;
    };
    const hosts = new HostSeriesQuery(pool);
    const ask = { ...range, hosts: [agent.host], groups: HOST_STATE_GROUPS };
    const many = Array.from({ length: 501 }, (_, index) => String(index));
    expect(await refused(hosts.answer({ ...ask, hosts: [] }))).toContain('hosts is empty');
    expect(await refused(hosts.answer({ ...ask, hosts: many }))).toContain('hosts names more than 500');
    expect(await refused(hosts.answer({ ...ask, points: 300, hosts: many.slice(400) }))).toContain(
      'names more than 100',
    );
    expect(await refused(hosts.answer({ ...ask, hosts: [agent.host, 'nobody'] }))).toBe(
      'hosts holds "nobody", which is no host',
    );
    expect(await refused(hosts.answer({ ...ask, hosts: ['\u0000'] }))).toContain('which is no host');
    expect(await refused(hosts.answer({ ...ask, groups: [] }))).toContain('groups is empty');
    expect(await refused(hosts.answer({ ...ask, points: 301 }))).toContain('points');
    expect(await refused(hosts.answer({ ...ask, fromMs: ask.toMs }))).toContain('from');
    const containers = new ContainerSeriesQuery(pool);
    expect(await refused(containers.answer({ ...range, containers: ['x'] }))).toContain('containers holds "x"');
    const protocols = new ProtocolSeriesQuery(pool);
    const none = { ...range, hosts: [], containers: [], interfaces: [], counters: PROTOCOL_COUNTERS };
    expect(await refused(protocols.answer(none))).toContain('hosts is empty');
    expect(await refused(protocols.answer({ ...none, interfaces: ['x'] }))).toContain('interfaces holds "x"');
    expect(await refused(protocols.answer({ ...none, hosts: [agent.host], counters: [] }))).toContain('counters');
    const latencies = new LatencySeriesQuery(pool);
    expect(await refused(latencies.answer({ ...range, hosts: [agent.host], peers: [] }))).toContain('peers is empty');
  });
});

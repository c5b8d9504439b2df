import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type EventMessage, PROTOCOL_COUNTERS, perProtocolCounter, type StateMessage } from '@weir/model';
import type pg from 'pg';
import { decodeFrames } from '../../../apps/aggregator/src/store/block/codec.js';
import type { Frame } from '../../../apps/aggregator/src/store/block/frame.js';
import type { Edition } from '../../../apps/aggregator/src/store/edition/edition.js';
import type { StateHorizons } from '../../../apps/aggregator/src/store/states/horizon.js';
import { PACKED_KINDS, type PackedKind } from '../../../apps/aggregator/src/store/states/kind.js';
import { unpackOptional } from '../../../apps/aggregator/src/store/states/optional.js';
import { HOSTS_A_TRANSACTION, refreshStates } from '../../../apps/aggregator/src/store/states/refresh.js';
import { applyStateRetention } from '../../../apps/aggregator/src/store/states/retention.js';
import type { Arrival } from '../../../apps/aggregator/src/store/write/arrival.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { arrivalOf, eight, FakeAgent, stateOf } from './fake-agent.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A day's start, long closed. */
const D0 = Math.floor(Date.now() / DAY_MS) * DAY_MS - 10 * DAY_MS;

const [CONTAINERS, PROTOCOLS, LATENCIES] = PACKED_KINDS as [PackedKind, PackedKind, PackedKind];
const state = (message: StateMessage): Arrival => arrivalOf({ kind: 'state', message });
const id = (letter: string): string => letter.repeat(64);

/** What the contract needs of a database: an empty one for each test, prepared. */
export interface PreparedStore {
  readonly pool: pg.Pool;
  readonly edition: Edition;
}

/** What is stored of states, of every kind, on every edition. */
export function statesContract(prepare: () => Promise<PreparedStore>, close: () => Promise<void>): void {
  let pool: pg.Pool;
  let edition: Edition;
  let writer: BatchWriter;
  let agent: FakeAgent;
  let seq: number;

  beforeEach(async () => {
    ({ pool, edition } = await prepare());
    writer = new BatchWriter(pool, edition);
    agent = new FakeAgent();
    seq = 0;
  });
  afterAll(close);

  const rows = async <T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]> =>
    (await pool.query<T>(sql, values)).rows;
  const tell = (at: number, more: Partial<StateMessage>): StateMessage => ({ ...stateOf(agent, at, more), seq: ++seq });
  const write = async (messages: readonly StateMessage[]): Promise<void> => {
    await writer.write(messages.map(state));
  };
  const refresh = async (nowMs = Date.now()): Promise<void> => {
    while ((await refreshStates(pool, edition, nowMs)) > 0);
  };
  const frames = async (table: string): Promise<Frame[]> => {
    const found = await rows<{ frames: Buffer }>(`SELECT frames FROM ${table}`);
    return found.flatMap((row) => decodeFrames(row.frames)).sort((a, b) => a.startMs - b.startMs);
  };
  /** What a table of packed buckets holds: key → one record a bucket, oldest first. */
  async function buckets(kind: PackedKind, suffix: string): Promise<Map<string, Record<string, unknown>[]>> {
    const keys = new Map(
      (await rows<{ id: number; key: string }>('SELECT state_series_id AS id, key FROM state_series')).map((row) => [
        row.id,
        row.key,
      ]),
    );
    const found = new Map<string, Record<string, unknown>[]>();
    for (const frame of await frames(`${kind.table}${suffix}`)) {
      frame.ids.forEach((each, row) => {
        const key = keys.get(each) ?? '';
        const values = kind.columns.map(({ name }, column) => [
          name,
          unpackOptional(frame.columns[column]?.[row] ?? 0),
        ]);
        found.set(key, [...(found.get(key) ?? []), { at: frame.startMs - D0, ...Object.fromEntries(values) }]);
      });
    }
    return found;
  }

  it('rolls up some hosts at a time, and goes on where it was stopped', async () => {
    const agents = Array.from({ length: HOSTS_A_TRANSACTION + 1 }, () => new FakeAgent());
    const containers = { ids: [id('a')], cpuMs: [7], memoryBytes: [1], memoryLimitBytes: [null] };
    await write(agents.flatMap((each) => [stateOf(each, D0 + 10_000, { containers })]));
    const made = async (): Promise<unknown> =>
      (
        await rows(`SELECT (SELECT count(*)::int FROM host_state_5m) AS hosts,
        (SELECT count(*)::int FROM container_state_5m) AS packed, (SELECT count(*)::int FROM dirty_state_1h) AS above`)
      )[0];
    await refreshStates(pool, edition, Date.now(), () => Promise.resolve(false));
    // Of those of which it made the finer buckets, it made the coarser ones.
    expect(await made()).toEqual({ hosts: HOSTS_A_TRANSACTION, packed: HOSTS_A_TRANSACTION, above: 0 });
    await refresh();
    expect(await made()).toEqual({ hosts: agents.length, packed: agents.length, above: 0 });
    expect(await rows('SELECT count(*)::int AS hosts FROM container_state_1h')).toEqual([{ hosts: agents.length }]);
  });

  it('stores each state once, what is not told as not told, and traffic of the same number beside it', async () => {
    const [one, two] = [id('a'), id('b')];
    const protocols = {
      ...{ keys: ['host', 'aaaaaaaaaaaa'], unread: ['bbbbbbbbbbbb'] },
      columns: perProtocolCounter((counter) => {
        const index = PROTOCOL_COUNTERS.indexOf(counter);
        return [index, counter.startsWith('udp6') ? null : 2 * index];
      }),
    };
    const first = tell(D0, {
      protocols,
      containers: { ids: [two, one], cpuMs: [null, 812], memoryBytes: [null, 2 ** 40], memoryLimitBytes: [null, 0] },
      latency: { natsMs: 0.42, peers: [{ host: agent.host, ms: null, outcome: 'filtered' }] },
      load: [0.25, 0.5, 1],
      failing: ['container-state'],
    });
    const further = { ...tell(D0, { protocols: { ...protocols, unread: [] } }), part: 1 };
    const traffic = arrivalOf({ kind: 'traffic', message: agent.tick(D0, { 'host/eth0': eight(1) }) });
    const all = [state(first), state(further), traffic];
    expect(await writer.write(all)).toMatchObject({
      duplicates: 0,
      stored: new Map(Object.entries({ traffic: 1, state: 2, inventory: 0, event: 0 })),
    });
    expect(await writer.write(all)).toMatchObject({ duplicates: 3 });
    expect(await rows('SELECT time, cores, load_1m, memory_total_bytes, failing FROM host_state')).toEqual([
      {
        time: new Date(D0 - 10_000),
        cores: null,
        load_1m: 0.25,
        memory_total_bytes: null,
        failing: ['container-state'],
      },
    ]);
    expect((await frames('protocol')).map(({ presenceMs, unreadMs }) => [presenceMs, unreadMs])).toEqual([
      [10_000, [10_000]],
      [0, []],
    ]);
    await refresh();
    expect(await buckets(CONTAINERS, '_5m')).toEqual(
      new Map([
        [one, [containerBucket({ at: -300_000, cpuMs: 812, memory: 2 ** 40, memoryLimitBytes: 0 })]],
        [two, [containerBucket({ at: -300_000, cpuMs: null, memory: null, memoryLimitBytes: null })]],
      ]),
    );
    const protocolBuckets = await buckets(PROTOCOLS, '_5m');
    const index = PROTOCOL_COUNTERS.indexOf('udp6InErrors');
    expect(protocolBuckets.get('host')).toMatchObject([{ tcpActiveOpens: 0, udp6InErrors: 2 * index }]);
    expect(protocolBuckets.get('aaaaaaaaaaaa')).toMatchObject([{ udpInErrors: 4 * 18, udp6InErrors: null }]);
    expect(await buckets(LATENCIES, '_5m')).toEqual(
      new Map([
        ['nats', [latencyBucket({ mean: 420, answeredMs: 10_000, accepted: 1 })]],
        [agent.host, [latencyBucket({ mean: null, answeredMs: 0, filtered: 1 })]],
      ]),
    );
  });

  const containerBucket = ({
    at,
    cpuMs,
    memory,
    memoryLimitBytes,
  }: {
    at: number;
    cpuMs: number | null;
    memory: number | null;
    memoryLimitBytes: number | null;
  }): Record<string, unknown> => ({
    ...{ at, cpuMs, memoryLimitBytes, cpuCoveredMs: cpuMs === null ? 0 : 10_000 },
    ...{ memoryMeanBytes: memory, memoryMaxBytes: memory, memoryCoveredMs: memory === null ? 0 : 10_000 },
  });
  const latencyBucket = ({ mean, ...more }: { mean: number | null; [name: string]: number | null }) => ({
    ...{ at: -300_000, meanMicroseconds: mean, minMicroseconds: mean, maxMicroseconds: mean },
    ...{ accepted: 0, refused: 0, filtered: 0, away: 0, ...more },
  });

  /** Two hours of one host and one container: each message of 10 s tells its number. */
  const twoHours = (): StateMessage[] =>
    Array.from({ length: 720 }, (_, n) =>
      tell(D0 + (n + 1) * 10_000, {
        cpu: {
          ...{ cores: 4, userMs: n, niceMs: 0, systemMs: 1, idleMs: 0, iowaitMs: 0, irqMs: 0 },
          softirqMs: 0,
          stealMs: 0,
        },
        memory: n % 2 ? { totalBytes: 1e9, availableBytes: n * 1_000, swapTotalBytes: 0, swapFreeBytes: 0 } : null,
        load: [n, 0, 0],
        sockets: {
          ...{ used: n, tcpInUse: 0, tcpOrphans: 0, tcpTimeWait: 0, udpInUse: 0 },
          ...{ tcp6InUse: n % 2 ? n : null, udp6InUse: n % 2 ? 2 * n : null },
        },
        containers: { ids: [id('c')], cpuMs: [n], memoryBytes: [n * 1_000], memoryLimitBytes: [null] },
        protocols: {
          ...{ keys: ['host'], unread: n < 3 ? ['cccccccccccc'] : [] },
          columns: perProtocolCounter((counter) => [counter === 'tcpInSegments' ? n : null]),
        },
        latency: { natsMs: n / 1_000, peers: [] },
      }),
    );
  const hourOf = (from: number): Record<string, unknown> => {
    const numbers = Array.from({ length: 360 }, (_, n) => from + n);
    const sum = numbers.reduce((total, n) => total + n, 0);
    return { sum, mean: sum / 360, max: from + 359 };
  };
  async function expectTwoHours(): Promise<void> {
    const [one, two] = [hourOf(0), hourOf(360)] as { sum: number; mean: number; max: number }[];
    expect((await buckets(CONTAINERS, '_1h')).get(id('c'))).toMatchObject([
      { at: 0, cpuMs: one?.sum, cpuCoveredMs: HOUR_MS, memoryMaxBytes: 359_000, memoryLimitBytes: null },
      { at: HOUR_MS, cpuMs: two?.sum, memoryCoveredMs: HOUR_MS, memoryMaxBytes: 719_000 },
    ]);
    const means = (await buckets(CONTAINERS, '_1h')).get(id('c'))?.map(({ memoryMeanBytes }) => memoryMeanBytes);
    expect(Math.abs(Number(means?.[1]) - (two?.mean ?? 0) * 1_000)).toBeLessThan(2);
    expect((await buckets(PROTOCOLS, '_1h')).get('host')).toMatchObject([
      { at: 0, tcpInSegments: one?.sum, tcpOutSegments: null },
      { at: HOUR_MS, tcpInSegments: two?.sum },
    ]);
    expect((await buckets(LATENCIES, '_1h')).get('nats')).toMatchObject([
      { minMicroseconds: 0, maxMicroseconds: 359, accepted: 360, answeredMs: HOUR_MS },
      { minMicroseconds: 360, maxMicroseconds: 719 },
    ]);
    const hosts = await rows<Record<string, unknown>>(
      `SELECT time, ms::int, cores::int, user_ms::int, cpu_covered_ms::int, memory_covered_ms::int, round(memory_available_bytes) AS available,
         min_memory_available_bytes::int AS min_available, round(load_1m) AS load, max_load_1m,
         round(tcp6_in_use) AS tcp6, round(udp6_in_use) AS udp6, max_sockets_used::int AS sockets
       FROM host_state_1h ORDER BY time`,
    );
    expect(hosts).toEqual([
      {
        ...{ time: new Date(D0), ms: HOUR_MS, cores: 4, user_ms: one?.sum, cpu_covered_ms: HOUR_MS, load: 180 },
        ...{ memory_covered_ms: HOUR_MS / 2, available: 180_000, min_available: 1_000, max_load_1m: 359 },
        ...{ tcp6: 180, udp6: 360, sockets: 359 },
      },
      {
        ...{
          time: new Date(D0 + HOUR_MS),
          ms: HOUR_MS,
          cores: 4,
          user_ms: two?.sum,
          cpu_covered_ms: HOUR_MS,
          load: 540,
        },
        ...{ memory_covered_ms: HOUR_MS / 2, available: 540_000, min_available: 361_000, max_load_1m: 719 },
        ...{ tcp6: 540, udp6: 1_080, sockets: 719 },
      },
    ]);
  }

  describe('rolls up to 5 minutes and hours', () => {
    it('sums what is counted and averages what is measured, over the time that is covered', async () => {
      await write(twoHours());
      await refresh();
      await expectTwoHours();
      expect(await frames('container_state_5m')).toHaveLength(24);
      expect((await frames('protocol_5m'))[0]).toMatchObject({ ms: 300_000, presenceMs: 300_000, unreadMs: [30_000] });
      expect(await rows('SELECT FROM dirty_state_5m UNION ALL SELECT FROM dirty_state_1h')).toEqual([]);
    });

    it('makes a bucket anew where a state comes late, and counts none twice', async () => {
      const all = twoHours();
      await write(all.filter((_, n) => n % 7 > 0));
      await refresh();
      await write(all.filter((_, n) => n % 7 === 0));
      await write(all);
      await refresh();
      await expectTwoHours();
    });

    it('takes back as unread what a later sample made up for', async () => {
      const missed = { keys: [], unread: ['host'], columns: perProtocolCounter(() => []) };
      await write([295_000, 305_000, 315_000].map((at) => tell(D0 + at, { protocols: missed })));
      await refresh();
      expect((await frames('protocol_5m')).map(({ unreadMs }) => unreadMs)).toEqual([[20_000], [10_000]]);
      const protocols = { keys: ['host'], unread: [], columns: perProtocolCounter(() => [1]) };
      await write([{ ...tell(D0 + 325_000, { ms: 40_000, protocols }), part: 1 }]);
      await refresh();
      expect((await frames('protocol_5m')).map(({ unreadMs }) => unreadMs)).toEqual([[], []]);
    });

    it('leaves buckets alone that have not ended', async () => {
      const messages = twoHours();
      await write(messages);
      await refresh(D0 + 10 * MINUTE_MS);
      expect(await frames('container_state_5m')).toHaveLength(1);
    });
  });

  describe('keeps states for their time', () => {
    /** Two rounds: the first moves horizons, the second drops what lies before them. */
    const retain = async (nowMs: number): Promise<void> => {
      await applyStateRetention(pool, edition, nowMs, await applyStateRetention(pool, edition, nowMs));
    };

    it('drops whole pieces, makes what is above first, and adds what comes later to what is left', async () => {
      const all = twoHours();
      const late = all.filter((_, n) => n % 5 === 0);
      await write(all.filter((_, n) => n % 5 > 0));
      // Nothing was rolled up yet.
      await retain(D0 + 3 * DAY_MS);
      await refresh();
      for (const table of ['host_state', 'container_state', 'protocol', 'latency'])
        expect(await rows(`SELECT FROM ${table}`)).toEqual([]);
      await write(late.slice(0, 50));
      await write(late.slice(50));
      await write(all);
      await refresh();
      await expectTwoHours();
      for (const table of ['host_state', 'container_state', 'protocol', 'latency'])
        expect(await rows(`SELECT FROM ${table}`)).toEqual([]);
    });

    it('adds to hours where minutes are gone too, and keeps nothing of what is older than all', async () => {
      const all = twoHours();
      await write(all.slice(0, 360));
      await pool.query(`INSERT INTO retention VALUES ('state_5m', ${DAY_MS}), ('state_1h', ${200 * DAY_MS})`);
      await retain(D0 + 90 * DAY_MS);
      expect(await rows('SELECT FROM container_state_5m')).toEqual([]);
      await write(all.slice(360));
      await refresh();
      await expectTwoHours();
      await retain(D0 + 400 * DAY_MS);
      const { stored } = await writer.write([state(tell(D0, { load: [1, 2, 3] }))]);
      expect(stored.get('state')).toBe(1);
      await refresh();
      expect(await rows('SELECT FROM host_state_1h')).toEqual([]);
    });

    it('loses nothing while states, roll-up and retention run side by side', async () => {
      const all = twoHours();
      const other = new BatchWriter(pool, edition);
      let writing = true;
      const writeHalf = async (by: BatchWriter, remainder: number): Promise<void> => {
        const half = all.filter((_, n) => n % 2 === remainder);
        for (let from = 0; from < half.length; from += 24) await by.write(half.slice(from, from + 24).map(state));
      };
      const roll = async (): Promise<void> => {
        while (writing) await refreshStates(pool, edition, Date.now());
      };
      // The day's raw states go while they are still being written: the rest is added to what is left.
      const drop = async (): Promise<void> => {
        let passed: StateHorizons | null = null;
        for (let hours = 40; writing; hours += 1)
          passed = await applyStateRetention(pool, edition, D0 + hours * HOUR_MS, passed);
      };
      const written = Promise.all([writeHalf(writer, 0), writeHalf(other, 1)]).finally(() => (writing = false));
      await Promise.all([written, roll(), drop()]);
      await refresh();
      await expectTwoHours();
    });

    it('deletes events that are older than their retention', async () => {
      const event = (at: number): EventMessage => ({
        ...{
          v: 1,
          host: agent.host,
          at,
          kind: 'interface.mtu',
          subject: `host/${at}`,
          before: null,
          after: null,
          text: '',
        },
      });
      await writer.write([D0, D0 + DAY_MS].map((at) => arrivalOf({ kind: 'event', message: event(at) })));
      await pool.query(
        `INSERT INTO host (id, name, first_seen, last_seen) VALUES (gen_random_uuid(), 'x', now(), now())`,
      );
      await pool.query(
        `INSERT INTO event SELECT host_id, $1::timestamptz - n * interval '1 s', 'x', 'x', null, null, ''
         FROM (SELECT min(host_id) AS host_id FROM host) AS host, generate_series(1, 25000) n`,
        [new Date(D0)],
      );
      await applyStateRetention(pool, edition, D0 + 400 * DAY_MS + 1);
      expect(await rows('SELECT time FROM event')).toEqual([{ time: new Date(D0 + DAY_MS) }]);
    });
  });
}

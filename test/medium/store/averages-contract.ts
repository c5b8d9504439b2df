import { type ContainerInfo, COUNTERS, type InventoryMessage, perCounter, type TrafficMessage } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type pg from 'pg';
import { AveragesQuery, type GroupAverages } from '../../../apps/aggregator/src/query/averages.query.js';
import { WideTurns } from '../../../apps/aggregator/src/query/wide-turns.js';
import type { Dimension } from '../../../apps/aggregator/src/query/grouping.js';
import { InterfaceRepository } from '../../../apps/aggregator/src/query/interfaces.js';
import { StatsQuery } from '../../../apps/aggregator/src/query/stats.query.js';
import { type Edition } from '../../../apps/aggregator/src/store/edition/edition.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { refreshRollup } from '../../../apps/aggregator/src/store/rollup/refresh.js';
import { BatchWriter } from '../../../apps/aggregator/src/store/write/batch-writer.js';
import { type TestDatabase, openPool } from '../../support/database.js';
import { packRecent } from '../../support/packed.js';
import { netIdOf } from '../../support/seed.js';
import { arrivalOf, type Deltas, eight, FakeAgent, inventoryOf } from './fake-agent.js';

const MINUTE_MS = 60_000;
/** The end of all windows; all times below are seconds before it. */
const END = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS - 30 * MINUTE_MS;
const FROM = -970;
const WINDOWS = { oneMinute: 60, fiveMinutes: 300, fifteenMinutes: 900 } as const;
const SECONDS_A_BATCH = 10;
/** When one replica is killed and another goes on, which is given again what the first had not acknowledged. */
const HAND_OVERS = [-400, -90, -30];

type Stretch = readonly [from: number, until: number];

/** A host, and what becomes of it. */
interface Part {
  readonly agent: FakeAgent;
  readonly services: Readonly<Record<string, string>>;
  readonly keys: readonly string[];
  /** Nothing is known of these. */
  readonly gaps: readonly Stretch[];
  /** The agent was away; its next life makes up for it with one sample. */
  readonly absences: readonly Stretch[];
  /** Where the counters of a key begin anew. */
  readonly resets: Readonly<Record<string, readonly number[]>>;
}

const [WEB_A, API_A, WEB_B] = ['aaaaaaaaaaaa/eth0', 'bbbbbbbbbbbb/eth0', 'cccccccccccc/eth0'] as const;
const UPLINK = 'host/eth0';

const PARTS: readonly Part[] = [
  {
    agent: new FakeAgent(),
    services: { [WEB_A]: 'web', [API_A]: 'api' },
    keys: [UPLINK, WEB_A, API_A],
    gaps: [
      [-700, -650],
      [-45, -40],
    ],
    absences: [[-200, -170]],
    resets: { [WEB_A]: [-500], [UPLINK]: [-20, -250] },
  },
  {
    agent: new FakeAgent(),
    services: { [WEB_B]: 'web' },
    keys: [UPLINK, WEB_B],
    gaps: [[-280, -273]],
    absences: [[-30, -18]],
    resets: {},
  },
];

/** What a key counts in a second: often nothing (but for each tenth), and other than any other key. */
function counted(part: Part, key: string, second: number): number[] {
  const seed = (PARTS.indexOf(part) + 1) * 31 + part.keys.indexOf(key) * 17;
  const number = ((1_000 - second) * 7_919 + seed * 104_729) % 1_009;
  return number % 10 < 4 && second % 10 !== 0 ? COUNTERS.map(() => 0) : eight(number);
}

const isIn = (stretches: readonly Stretch[], second: number): boolean =>
  stretches.some(([from, until]) => second >= from && second < until);

/** The truth: bytes of all known seconds ÷ the seconds known. */
function truthOf(part: Part, keys: readonly string[], seconds: number): { coveredSeconds: number; rates: number[] } {
  const known = Array.from({ length: seconds }, (_, index) => index - seconds).filter(
    (second) => !isIn(part.gaps, second),
  );
  const sum = (column: number): number =>
    known.reduce((all, second) => all + keys.reduce((of, key) => of + (counted(part, key, second)[column] ?? 0), 0), 0);
  return { coveredSeconds: known.length, rates: COUNTERS.map((_, column) => sum(column) / known.length) };
}

/** The messages of a host, each with the second at whose end it is sent. */
function messagesOf(part: Part): { readonly second: number; readonly message: TrafficMessage }[] {
  const messages = [];
  let since = FROM;
  for (let second = FROM; second < 0; second += 1) {
    if (isIn(part.gaps, second)) since = second + 1;
    if (isIn(part.gaps, second) || isIn(part.absences, second)) continue;
    const isBack = isIn(part.absences, second - 1);
    if (isBack) part.agent.restart();
    const last = isBack ? second - 1 : second;
    messages.push({ second, message: tickOf(part, since, last) });
    if (isBack) messages.push({ second, message: tickOf(part, second, second) });
    since = second + 1;
  }
  return messages;
}

/** One sample of the seconds from one to another, both included; what did not move is left out. */
function tickOf(part: Part, from: number, last: number): TrafficMessage {
  const deltas: Record<string, number[]> = {};
  for (const key of part.keys) {
    const sums = COUNTERS.map(() => 0);
    for (let second = from; second <= last; second += 1) {
      counted(part, key, second).forEach((delta, column) => (sums[column] = (sums[column] ?? 0) + delta));
    }
    if (sums.some((sum) => sum > 0)) deltas[key] = sums;
  }
  const reset = Object.keys(deltas).filter((key) => part.resets[key]?.some((at) => at >= from && at <= last));
  return part.agent.tick(END + (last + 1) * 1_000, deltas as Deltas, { ms: (last + 1 - from) * 1_000, reset });
}

function inventoryFor({ agent, keys, services }: Part): InventoryMessage {
  const containers = Object.entries(services).map(([key, service]): ContainerInfo => {
    const namespace = key.split('/')[0] ?? '';
    return {
      ...{ id: namespace.padEnd(64, '0'), name: `shop-${service}`, image: service, namespace, hostNetwork: false },
      ...{ stack: 'shop', service, pod: null, podNamespace: null, workload: null, labels: {}, startedAt: null },
    };
  });
  return inventoryOf(agent.host, END + FROM * 1_000, keys, { containers });
}

/** 1, 5 and 15 minute averages on an edition of the database: those of the truth, whatever happened. */
export function averagesContract(start: () => Promise<TestDatabase>): void {
  let pool: pg.Pool;
  let used: Edition;

  beforeAll(async () => {
    const url = await (await start()).createDatabase();
    used = await migrate(url, () => undefined);
    pool = openPool(url);
    pool.on('error', () => undefined);
    await store();
  });

  afterAll(() => pool.end());

  async function store(): Promise<void> {
    let replica = new BatchWriter(pool, used);
    const all = PARTS.flatMap(messagesOf);
    await replica.write(PARTS.map((part) => arrivalOf({ kind: 'inventory', message: inventoryFor(part) })));
    for (let from = FROM; from < 0; from += SECONDS_A_BATCH) {
      const batch = all
        .filter(({ second }) => second >= from && second < from + SECONDS_A_BATCH)
        .map(({ message }) => arrivalOf({ kind: 'traffic', message }));
      if (HAND_OVERS.includes(from)) {
        const next = new BatchWriter(pool, used);
        await Promise.all([replica.write(batch.slice(0, 15)), next.write(batch)]);
        replica = next;
      }
      await replica.write(batch);
    }
  }

  const averages = async (dimensions: readonly Dimension[]): Promise<readonly GroupAverages[]> => {
    const request = { interfaces: null, filter: {}, grouping: { dimensions, labels: [] }, counters: COUNTERS };
    const answer = await new AveragesQuery(pool, new WideTurns()).answer({ ...request, atMs: END });
    if (!answer.ok) throw new Error(JSON.stringify(answer.refusal));
    return answer.value.groups;
  };

  function expectGroup(
    group: GroupAverages | undefined,
    members: readonly (readonly [Part, readonly string[]])[],
  ): void {
    for (const [window, seconds] of Object.entries(WINDOWS) as [keyof typeof WINDOWS, number][]) {
      const truths = members.map(([part, keys]) => truthOf(part, keys, seconds));
      const { coveredMs, perSecond } = group?.[window] ?? { coveredMs: NaN, perSecond: null };
      expect(coveredMs).toBe(1_000 * Math.max(...truths.map(({ coveredSeconds }) => coveredSeconds)));
      COUNTERS.forEach((_, column) => {
        const rate = truths.reduce((sum, { rates }) => sum + (rates[column] ?? 0), 0);
        expect(perSecond?.[column]).toBeCloseTo(rate, 8);
      });
    }
  }

  const byName = (groups: readonly GroupAverages[], value: string): GroupAverages | undefined =>
    groups.find(({ keys }) => keys[0]?.value === value);

  async function expectAll(): Promise<void> {
    const [one, other] = PARTS as readonly [Part, Part];
    const interfaces = await averages(['interface']);
    for (const part of PARTS) {
      for (const key of part.keys) expectGroup(byName(interfaces, netIdOf(part.agent.host, key)), [[part, [key]]]);
    }
    const services = await averages(['service']);
    expectGroup(byName(services, 'shop/web'), [
      [one, [WEB_A]],
      [other, [WEB_B]],
    ]);
    expectGroup(byName(services, 'shop/api'), [[one, [API_A]]]);
    expectGroup((await averages(['stack']))[0], [
      [one, [WEB_A, API_A]],
      [other, [WEB_B]],
    ]);
    const hosts = await averages(['host']);
    for (const part of PARTS) expectGroup(byName(hosts, part.agent.host), [[part, [UPLINK]]]);
    expectGroup((await averages(['all']))[0], [
      [one, [UPLINK]],
      [other, [UPLINK]],
    ]);
  }

  it('of groups equal the truth across a gap, resets, restarts and hand-overs', expectAll);

  it('of single interfaces do too, with totals and resets', async () => {
    const interfaces = new InterfaceRepository(pool);
    for (const part of PARTS) {
      for (const key of part.keys) {
        const [row] = await interfaces.byNetIds([netIdOf(part.agent.host, key)]);
        if (!row) throw new Error(`${key} is not stored`);
        const stats = await new StatsQuery(pool).of(row);
        expect(stats.lastUpdateMs).toBe(END);
        expect(row.resets).toBe((part.resets[key] ?? []).length);
        expect(stats.totals).toEqual(perCounter((_, column) => String(part.agent.counters(key)[column])));
        for (const [window, seconds] of Object.entries(WINDOWS) as [keyof typeof WINDOWS, number][]) {
          const truth = truthOf(part, [key], seconds);
          const { coveredMs, perSecond } = stats.averages[window];
          expect(coveredMs).toBe(1_000 * truth.coveredSeconds);
          COUNTERS.forEach((counter, column) =>
            expect(perSecond?.[counter]).toBeCloseTo(truth.rates[column] ?? NaN, 8),
          );
        }
      }
    }
  });

  it('stay what they are when the samples are packed and rolled up', async () => {
    expect(await packRecent(pool, used)).toBeGreaterThan(0);
    while ((await refreshRollup(pool, used)) > 0);
    await expectAll();
  });
}

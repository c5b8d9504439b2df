import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import {
  CONSUMER,
  type ContainerInfo,
  encodeInventory,
  encodeTraffic,
  type InventoryMessage,
  STREAM,
  subjectOf,
} from '@weir/model';
import type pg from 'pg';
import { readDays, writeDays } from '../../apps/aggregator/src/store/billing/quota-days.js';
import { readQuotas, writeOutlook } from '../../apps/aggregator/src/store/billing/quotas.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { execute, openPool } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { askGraphql } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';
import { FakeAgent, inventoryOf } from './store/fake-agent.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const [ALPHA, BETA] = ['0f8fad5b-d9cb-469f-a165-70867728950e', '7c9e6679-7425-40de-944b-e07fc1f90ae7'];
/** The one that was there for a year: of others some weeks are counted. */
const GAMMA = '16fd2706-8baf-433b-82eb-8c7fada847da';
const RECREATIONS = 50;

/** What a second of an interface counted: the truth, kept apart. */
interface Counted {
  readonly host: string;
  readonly key: string;
  readonly startMs: number;
  readonly rxBytes: number;
  readonly txBytes: number;
}

const SAVE = `mutation ($id: ID, $input: QuotaInput!) { saveQuota(id: $id, input: $input) {
  quota { id name limitBytes subject { kind host name hostName } current { usedBytes } } refusals { field reason } } }`;
const READ = `query ($id: ID!, $at: DateTime) { quota(id: $id) { name
  current { from until isClosed usedBytes usedPercent coveredPercent cost projectedCost projection { usedBytes } }
  cycles(first: 13) { from until isClosed countedFrom receivedBytes transmittedBytes usedBytes cost }
  daily(at: $at) { from until receivedBytes transmittedBytes } } }`;

interface Cycle {
  readonly from: string;
  readonly until: string;
  readonly countedFrom: string;
  readonly receivedBytes: string;
  readonly transmittedBytes: string;
  readonly usedBytes: string;
  readonly cost: number | null;
}
interface FiredAlert {
  readonly ruleId: string;
  readonly severity: string;
  readonly sentence: string;
  readonly subject: { readonly level: string; readonly key: string; readonly name: string };
  readonly host: { readonly id: string } | null;
  readonly incident: { readonly id: string } | null;
}

interface Answer {
  readonly quota: {
    readonly current: Cycle & { readonly usedPercent: number; readonly projection: object | null };
    readonly cycles: readonly Cycle[];
    readonly daily: readonly Cycle[];
  };
}

/** Borders of the calendar months of the last year, at so many minutes ahead of UTC, as ms since 1970. */
function monthBorders(offsetMinutes: (month: number) => number, nowMs: number): number[] {
  const now = new Date(nowMs);
  const months = Array.from({ length: 11 }, (_, back) => [now.getUTCFullYear(), now.getUTCMonth() - back] as const);
  return months.map(([year, month]) => {
    const first = new Date(Date.UTC(year, month, 1));
    return first.getTime() - offsetMinutes(first.getUTCMonth()) * MINUTE_MS;
  });
}

/** In Berlin clocks are an hour ahead, in summer two: from the last Sunday of March to that of October. Months begin on neither. */
const berlin = (month: number): number => (month >= 3 && month <= 9 ? 120 : 60);

interface Change {
  readonly timeZone: string;
  readonly hours: 23 | 25;
  /** When its day begins, ms since 1970. */
  readonly midnight: number;
}

/** Month (0 = January), first Sunday or last, hours ahead of UTC at midnight: on both sides of the equator, so that the newest is never eight months ago. */
const CHANGES = [
  { timeZone: 'Europe/Berlin', hours: 23, month: 2, isLast: true, aheadHours: 1 },
  { timeZone: 'Europe/Berlin', hours: 25, month: 9, isLast: true, aheadHours: 2 },
  { timeZone: 'Australia/Sydney', hours: 23, month: 9, isLast: false, aheadHours: 10 },
  { timeZone: 'Australia/Sydney', hours: 25, month: 3, isLast: false, aheadHours: 11 },
] as const;

const sunday = (year: number, month: number, isLast: boolean): number => {
  // The last day of a month, or the seventh: the Sunday is it, or one of the six before.
  const latest = new Date(isLast ? Date.UTC(year, month + 1, 0) : Date.UTC(year, month, 7));
  return latest.getTime() - latest.getUTCDay() * DAY_MS;
};

/** The newest day of so many hours that is over. */
function newestChange(hours: Change['hours'], nowMs: number): Change {
  const year = new Date(nowMs).getUTCFullYear();
  const all = CHANGES.filter((each) => each.hours === hours).flatMap(({ timeZone, month, isLast, aheadHours }) =>
    [year, year - 1].map((each) => ({
      ...{ timeZone, hours },
      midnight: sunday(each, month, isLast) - aheadHours * HOUR_MS,
    })),
  );
  const over = all.filter(({ midnight }) => midnight < nowMs - 2 * DAY_MS);
  return over.reduce((newest, each) => (each.midnight > newest.midnight ? each : newest));
}

describeIf(natsServer, 'quotas', () => {
  const nowMs = Date.now();
  const changes = [newestChange(23, nowMs), newestChange(25, nowMs)];
  const truth: Counted[] = [];
  const agents = Object.fromEntries([ALPHA, BETA, GAMMA].map((id) => [id, new FakeAgent(id)]));
  let aggregator: RunningAggregator;
  let nats: NatsConnection;
  let env: Record<string, string>;
  let databaseUrl: string;
  let seed = 7;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647);

  const tell = async (host: string, startMs: number, keys: readonly string[]): Promise<void> => {
    const deltas: Record<string, number[]> = {};
    for (const key of keys) {
      const [rxBytes, txBytes] = [random(), random()];
      deltas[key] = [rxBytes, txBytes, 1, 1, 0, 0, 0, 0];
      truth.push({ host, key, startMs, rxBytes, txBytes });
    }
    const message = agents[host]!.tick(startMs + 1_000, deltas);
    await jetstream(nats).publish(subjectOf('traffic', host), encodeTraffic(message));
  };
  const tellInventory = async (message: InventoryMessage): Promise<void> => {
    await jetstream(nats).publish(subjectOf('inventory', message.host), encodeInventory(message));
  };
  const save = async (input: object, id: string | null = null) => {
    const { data, errors } = await askGraphql<{
      saveQuota: { quota: { id: string } | null; refusals: { field: string }[] };
    }>(aggregator.url, SAVE, { id, input });
    expect(errors).toBeUndefined();
    return data!.saveQuota;
  };
  const quota = async (
    name: string,
    subject: object,
    cycle: object = { kind: 'MONTHLY', timeZone: 'UTC' },
    more: object = {},
  ): Promise<string> => {
    const saved = await save({ name, subject, cycle, measure: 'SUM', ...more });
    expect(saved.refusals).toEqual([]);
    return saved.quota!.id;
  };
  const read = async (id: string, at: string | null = null): Promise<Answer['quota']> => {
    const { data, errors } = await askGraphql<Answer>(aggregator.url, READ, { id, at });
    expect(errors).toBeUndefined();
    return data!.quota;
  };
  /** What was counted within, by the test's own account. */
  const sums = ({ from, until }: Pick<Cycle, 'from' | 'until'>, isOf: (each: Counted) => boolean) => {
    const [fromMs, untilMs] = [Date.parse(from), Date.parse(until)];
    const within = truth.filter((each) => each.startMs >= fromMs && each.startMs < untilMs && isOf(each));
    const sum = (of: (each: Counted) => number): string =>
      String(within.reduce((total, each) => total + BigInt(of(each)), 0n));
    return { receivedBytes: sum((each) => each.rxBytes), transmittedBytes: sum((each) => each.txBytes) };
  };
  /** Waits until all cycles of a quota are what the test counted, and answers them. */
  const mustAgree = async (
    id: string,
    isOf: (each: Counted) => boolean,
    fewestCycles = 2,
  ): Promise<Answer['quota']> => {
    let answer: Answer['quota'] | undefined;
    await eventually(
      `quota ${id} is what was counted`,
      async () => {
        answer = await read(id);
        expect(answer.cycles.length).toBeGreaterThanOrEqual(fewestCycles);
        const told = answer.cycles.map(({ receivedBytes, transmittedBytes }) => ({ receivedBytes, transmittedBytes }));
        expect(told).toEqual(answer.cycles.map((cycle) => sums(cycle, isOf)));
      },
      60_000,
    );
    return answer!;
  };
  const start = async (): Promise<void> => {
    aggregator = await startAggregator(env);
  };

  const isUplink = ({ key }: Counted): boolean => key.startsWith('host/');
  const isWeb = ({ key }: Counted): boolean => key.startsWith('web');
  const isPod = ({ key }: Counted): boolean => key.startsWith('pod');
  const isOfFront = (each: Counted): boolean => isWeb(each) || isPod(each);

  beforeAll(async () => {
    const [server, database] = await Promise.all([startNats(), startPostgres()]);
    databaseUrl = database.url;
    env = { WEIR_NATS_URL: server.url, WEIR_DATABASE_URL: databaseUrl };
    await start();
    nats = await connect({ servers: server.url });
    await tellFleet();
    await mustBeStored();
  });

  /** A year of seconds at the borders of months and of days on which clocks change; a container that is made anew 50 times, on two bridges. */
  async function tellFleet(): Promise<void> {
    const uplinks = ['host/eth0', 'host/eth1'];
    await tellInventory(inventoryOfBeta());
    await tellInventory(inventoryOfAlpha(0, nowMs - 3 * DAY_MS));
    await tellInventory(inventoryOf(GAMMA, nowMs, ['host/eth0']));
    const around = (borders: readonly number[]): number[] => borders.flatMap((border) => [border - 1_000, border]);
    for (const startMs of around(monthBorders(berlin, nowMs))) await tell(GAMMA, startMs, ['host/eth0']);
    for (const { midnight } of changes) {
      for (const hours of [22.5, 23, 23.5, 24, 24.5, 25]) await tell(GAMMA, midnight + hours * HOUR_MS, ['host/eth0']);
    }
    const borders = [() => 0, () => 330].flatMap((offset) => monthBorders(offset, nowMs));
    for (const startMs of around(borders).filter((ms) => ms > nowMs - 45 * DAY_MS)) {
      await tell(ALPHA, startMs, uplinks);
      await tell(BETA, startMs, ['host/eth0', 'pod000000000/eth0']);
    }
    for (let place = 0; place < RECREATIONS; place += 1) {
      const atMs = nowMs - 3 * DAY_MS + place * 5 * MINUTE_MS;
      await tellInventory(inventoryOfAlpha(place, atMs));
      for (const offset of [1_000, 100_000]) await tell(ALPHA, atMs + offset, [keyOf(place), ...uplinks]);
    }
  }

  /** What is told is stored: else a day may be counted before all of it came, and anew only when it is a tenth older. */
  async function mustBeStored(): Promise<void> {
    const manager = await jetstreamManager(nats);
    await eventually(
      'all that was told is stored',
      async () => {
        const { num_pending: waiting, num_ack_pending: held } = await manager.consumers.info(STREAM, CONSUMER);
        expect(waiting + held).toBe(0);
      },
      60_000,
    );
  }

  it('are what each kind of subject counted, months by clocks of each zone, whatever was made anew', async () => {
    const zone = (timeZone: string): object => ({ kind: 'MONTHLY', timeZone });
    const cases = [
      [await quota('alpha', { kind: 'HOST', host: ALPHA }), (each) => isUplink(each) && each.host === ALPHA],
      [await quota('beta', { kind: 'HOST', host: BETA }), (each) => isUplink(each) && each.host === BETA],
      [await quota('eth1', { kind: 'UPLINK', host: ALPHA, name: 'eth1' }), ({ key }) => key === 'host/eth1'],
      [
        await quota('eth1, India', { kind: 'UPLINK', host: ALPHA, name: 'eth1' }, zone('Asia/Kolkata')),
        ({ key }) => key === 'host/eth1',
      ],
      [await quota('front', { kind: 'NETWORK', name: 'front' }), isOfFront],
      [await quota('front of beta', { kind: 'NETWORK', host: BETA, name: 'front' }), isPod],
      [await quota('workload', { kind: 'WORKLOAD', name: 'prod/Deployment/api' }), isPod],
      [await quota('stack', { kind: 'STACK', name: 'shop' }, { kind: 'DAILY' }), isWeb],
      [await quota('service', { kind: 'SERVICE', name: 'shop/web' }, { kind: 'DAILY' }), isWeb],
      [await quota('service, by its name alone', { kind: 'SERVICE', name: 'web' }, { kind: 'DAILY' }), isWeb],
      [await quota('container', { kind: 'CONTAINER', name: 'web' }, { kind: 'DAILY' }), isWeb],
      [await quota('fleet', { kind: 'FLEET' }, { kind: 'WEEKLY', timeZone: 'Europe/Berlin' }), isUplink],
    ] as const satisfies readonly (readonly [string, (each: Counted) => boolean])[];
    for (const [id, isOf] of cases) {
      const { cycles } = await mustAgree(id, isOf);
      // Something of it was counted at all.
      expect(cycles.some(({ usedBytes }) => usedBytes !== '0')).toBe(true);
    }
    expect(truth.filter(isWeb)).toHaveLength(2 * RECREATIONS);
  });

  it('go back for a year, by days of 23 and 25 hours', async () => {
    const isOf = ({ host }: Counted): boolean => host === GAMMA;
    const ids = new Map<string, string>();
    for (const timeZone of new Set(['Europe/Berlin', ...changes.map((each) => each.timeZone)])) {
      const cycle = { kind: 'MONTHLY', timeZone };
      ids.set(timeZone, await quota(`gamma, ${timeZone}`, { kind: 'HOST', host: GAMMA }, cycle));
    }
    await mustAgree(ids.get('Europe/Berlin')!, isOf, 11);
    for (const { timeZone, hours, midnight } of changes) {
      await mustAgree(ids.get(timeZone)!, isOf);
      const { daily } = await read(ids.get(timeZone)!, new Date(midnight).toISOString());
      const day = daily.find(({ from }) => Date.parse(from) === midnight)!;
      expect(Date.parse(day.until) - midnight).toBe(hours * HOUR_MS);
      expect(day).toMatchObject(sums(day, isOf));
    }
  });

  it('cost what is beyond what is included, and expect nothing of which too little is known', async () => {
    const price = { limitBytes: '100000000000', includedBytes: '1000000000', pricePerGb: 2.5, currency: 'EUR' };
    const id = await quota('priced', { kind: 'HOST', host: BETA }, undefined, { ...price, measure: 'MAX' });
    const isOf = (each: Counted): boolean => isUplink(each) && each.host === BETA;
    const { cycles, current } = await mustAgree(id, isOf);
    for (const cycle of cycles) {
      const counted = sums(cycle, isOf);
      const used = Math.max(Number(counted.receivedBytes), Number(counted.transmittedBytes));
      expect(cycle.usedBytes).toBe(String(used));
      expect(cycle.cost).toBe(Math.round((Math.max(0, used - 1e9) / 1e9) * 250) / 100);
    }
    expect(current.usedPercent).toBe(Math.floor(Number(current.usedBytes) / 1e7) / 100);
    expect(current.projection).toBeNull();
  });

  it('are listed by REST, answered with their cycles, and exported', async () => {
    const [id] = await quotasCalled('priced');
    const get = async (path: string): Promise<{ status: number; text: string }> => {
      const response = await fetch(`${aggregator.url}/api/v1/${path}`);
      return { status: response.status, text: await response.text() };
    };
    const { cycles } = await read(id!);
    const figures = ({ from, usedBytes, cost }: Pick<Cycle, 'from' | 'usedBytes' | 'cost'>) => ({
      from,
      usedBytes,
      cost,
    });
    const listed = JSON.parse((await get('quota')).text) as { id: string; current: Cycle }[];
    expect(listed.map(({ current }) => current.usedBytes)).toContain(cycles[0]!.usedBytes);
    const one = JSON.parse((await get(`quota/${id}?cycles=2`)).text) as { currency: string; cycles: Cycle[] };
    expect(one.currency).toBe('EUR');
    expect(one.cycles.map(figures)).toEqual(cycles.slice(0, 2).map(figures));
    const rows = JSON.parse((await get('export/quotas.json?cycles=2')).text) as (Cycle & { quota: string })[];
    expect(rows.filter(({ quota: name }) => name === 'priced').map(figures)).toEqual(one.cycles.map(figures));
    const [header] = (await get('export/quotas.csv')).text.split('\r\n');
    expect(header).toMatch(/^quotaId,quota,from,until,isClosed,countedUntil,receivedBytes,/);
    expect((await get('quota/unknown')).status).toBe(404);
    expect(JSON.parse((await get(`quota/${id}?cycles=0`)).text)).toMatchObject({ status: 400, field: 'cycles' });
  });

  it('are told of at 80, 90 and 100 %, together', async () => {
    const used = sums(
      { from: new Date(0).toISOString(), until: new Date().toISOString() },
      (each) => each.host === ALPHA && each.key === 'host/eth1' && each.startMs >= nowMs - 3.5 * DAY_MS,
    ).receivedBytes;
    // A cycle that holds the last days, whatever day it is.
    const firstDay = new Date(nowMs - 10 * DAY_MS).toISOString().slice(0, 10);
    const cycle = { kind: 'EVERY_DAYS', days: 30, firstDay };
    const limitBytes = String(BigInt(used) / 2n);
    const subject = { kind: 'UPLINK', host: ALPHA, name: 'eth1' };
    const id = await quota('nearly used', subject, cycle, { measure: 'IN', limitBytes });
    await eventually(
      'it is told of',
      async () => {
        const { data, errors } = await askGraphql<{ alerts: { nodes: FiredAlert[] } }>(
          aggregator.url,
          '{ alerts { nodes { ruleId severity sentence subject { level key name } host { id } incident { id } } } }',
        );
        expect(errors).toBeUndefined();
        const fired = data!.alerts.nodes.filter(({ subject: { key } }) => key === id);
        expect(fired.map(({ ruleId }) => ruleId).sort()).toEqual(['quota-100', 'quota-80', 'quota-90']);
        expect(new Set(fired.map(({ incident }) => incident?.id)).size).toBe(1);
        expect(fired[0]).toMatchObject({ subject: { level: 'QUOTA', name: 'nearly used' }, host: { id: ALPHA } });
        expect(fired.map(({ sentence }) => sentence).join()).toContain('use of the quota');
      },
      90_000,
    );
  });

  /** As if it had been counted long ago: what keeps days in mind is another process by then. */
  async function lookAgain(id: string, more: readonly string[] = []): Promise<void> {
    await aggregator.stop();
    const [countedAt, isOver] = [`counted_at = '1970-01-01'`, `counted_until = until_at`];
    await execute(databaseUrl, `UPDATE quota_day SET ${countedAt} WHERE quota_id = '${id}' AND ${isOver}`);
    for (const table of more) await execute(databaseUrl, `TRUNCATE ${table}`);
    await start();
    await eventually(
      'its days are looked at again',
      async () => {
        const left = await execute(databaseUrl, `SELECT FROM quota_day WHERE quota_id = '${id}' AND ${countedAt}`);
        expect(left).toEqual([]);
      },
      60_000,
    );
  }

  it('are corrected by what comes late', async () => {
    const [fleet] = await quotasCalled('fleet');
    for (const days of [2, 9, 40]) await tell(BETA, nowMs - days * DAY_MS, ['host/eth0']);
    await mustBeStored();
    await lookAgain(fleet!);
    await mustAgree(fleet!, isUplink);
  });

  it('stay when nothing of their time is stored any more', async () => {
    const [fleet] = await quotasCalled('fleet');
    const { cycles } = await mustAgree(fleet!, isUplink);
    await lookAgain(fleet!, ['traffic_recent', 'traffic', 'traffic_1m', 'traffic_5m', 'traffic_1h', 'traffic_1d']);
    expect((await read(fleet!)).cycles.slice(1)).toEqual(cycles.slice(1));
    expect(cycles.slice(1).some(({ usedBytes }) => usedBytes !== '0')).toBe(true);
  });

  describe('are written', () => {
    const fromMs = Date.parse('2020-01-01Z');
    const day = (bytes: bigint) => ({
      ...{ fromMs, toMs: fromMs + DAY_MS, receivedBytes: bytes, transmittedBytes: 9n - bytes },
      ...{ coveredMs: 1, aliveMs: 1, countedUntilMs: fromMs + DAY_MS, countedMs: nowMs },
    });
    const stored = async (id: string) => (await readQuotas(pool)).find((row) => row.id === id)!;
    let pool: pg.Pool;

    beforeAll(() => void (pool = openPool(databaseUrl)));
    afterAll(() => pool.end());

    it('by nobody who counts what a quota is no longer of, though that is being changed meanwhile', async () => {
      const id = await quota('changed meanwhile', { kind: 'HOST', host: ALPHA });
      const before = await stored(id);
      const client = await pool.connect();
      await client.query('BEGIN');
      await client.query(`UPDATE quota SET counts = 'other', updated_at = clock_timestamp() WHERE id = $1`, [id]);
      const writing = writeDays(pool, [{ quotaId: id, counts: before.counts, ...day(1n) }]);
      const expecting = writeOutlook(pool, before, fromMs, { of: 'what it was' });
      await eventually('both wait', async () => {
        const waiting = `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR SHARE%'`;
        expect((await execute(databaseUrl, waiting)).length).toBeGreaterThanOrEqual(2);
      });
      await client.query('COMMIT');
      client.release();
      await expecting;
      expect(await writing).toEqual(new Set());
      expect((await stored(id)).outlook?.outlook).not.toEqual({ of: 'what it was' });
    });

    it('so that nothing becomes less, whatever the one who counts has in mind', async () => {
      const id = await quota('never less', { kind: 'HOST', host: ALPHA });
      const { counts } = await stored(id);
      for (const bytes of [5n, 3n])
        expect(await writeDays(pool, [{ quotaId: id, counts, ...day(bytes) }])).toEqual(new Set([id]));
      const [days] = await readDays(pool, [{ quotaId: id, fromMs, toMs: fromMs + 1 }]);
      expect(days).toMatchObject([{ receivedBytes: 5n, transmittedBytes: 6n }]);
    });

    it('with the host that they are of now', async () => {
      const id = await quota('of another host', { kind: 'HOST', host: ALPHA });
      await writeOutlook(pool, await stored(id), fromMs, null);
      await execute(databaseUrl, `UPDATE quota_outlook SET host_uuid = '${BETA}' WHERE quota_id = '${id}'`);
      await writeOutlook(pool, await stored(id), fromMs, null);
      const seenBy = await execute(databaseUrl, `SELECT host_uuid FROM quota_outlook WHERE quota_id = '${id}'`);
      expect(seenBy).toEqual([{ host_uuid: ALPHA }]);
    });
  });

  describe('refuse', () => {
    it('what is wrong, all at once, by the names of the form', async () => {
      const cycle = { kind: 'MONTHLY', resetDay: 32, timeZone: 'Mars/Olympus' };
      const { quota: saved, refusals } = await save({ name: '', subject: { kind: 'HOST' }, cycle, measure: 'IN' });
      expect(saved).toBeNull();
      const fields = refusals.map(({ field }) => field);
      expect(fields).toEqual(['name', 'subject.host', 'cycle.timeZone', 'cycle.resetDay']);
    });

    it('a name that another one has, an unknown host, and an unknown id', async () => {
      const usual = { subject: { kind: 'FLEET' }, cycle: { kind: 'DAILY' }, measure: 'IN' };
      expect((await save({ ...usual, name: 'FLEET' })).refusals).toMatchObject([{ field: 'name' }]);
      const unknown = '00000000-0000-4000-8000-000000000000';
      const of = { ...usual, name: 'of nobody', subject: { kind: 'HOST', host: unknown } };
      expect((await save(of)).refusals).toMatchObject([{ field: 'subject.host' }]);
      expect((await save({ ...usual, name: 'b' }, unknown)).refusals).toMatchObject([{ field: 'id' }]);
    });
  });

  it('are counted anew when they are of something else, and are gone when they are deleted', async () => {
    const id = await quota('moves', { kind: 'HOST', host: BETA });
    await eventually('it is counted', async () => expect((await read(id)).cycles).not.toEqual([]), 60_000);
    const other = { kind: 'NETWORK', name: 'nowhere' };
    const cycle = { kind: 'WEEKLY', resetDay: 3, timeZone: 'Asia/Kolkata' };
    expect((await save({ name: 'moves', subject: other, cycle, measure: 'IN' }, id)).refusals).toEqual([]);
    await eventually('it is counted anew', async () => {
      const { cycles } = await read(id);
      expect(cycles.length).toBeGreaterThan(0);
      expect(cycles.every(({ usedBytes }) => usedBytes === '0')).toBe(true);
    });
    await askGraphql(aggregator.url, `mutation ($id: ID!) { deleteQuota(id: $id) }`, { id });
    expect(await read(id)).toBeNull();
  });

  async function quotasCalled(name: string): Promise<string[]> {
    const { data } = await askGraphql<{ quotas: { id: string; name: string }[] }>(
      aggregator.url,
      '{ quotas { id name } }',
    );
    return data!.quotas.filter((each) => each.name === name).map(({ id }) => id);
  }

  afterAll(async () => {
    await nats.close();
  });
});

const namespaceOf = (place: number): string => `web${String(place).padStart(9, '0')}`;
const keyOf = (place: number): string => `${namespaceOf(place)}/eth0`;

const CONTAINER: ContainerInfo = {
  ...{ id: '', name: 'web', image: 'nginx:1', namespace: null, hostNetwork: false, labels: {}, startedAt: 0 },
  ...{ stack: 'shop', service: 'web', pod: null, podNamespace: null, workload: null },
};

/** The container web in its so-manyth life; in the middle its network is made anew, with another bridge. */
function inventoryOfAlpha(place: number, atMs: number): InventoryMessage {
  const [network, bridge] = place < RECREATIONS / 2 ? ['1'.repeat(64), 'br-111'] : ['2'.repeat(64), 'br-222'];
  const plain = inventoryOf(ALPHA, atMs, ['host/eth0', 'host/eth1', keyOf(place)]);
  return {
    ...plain,
    interfaces: plain.interfaces.map((each) => ({ ...each, network: each.key.startsWith('host/') ? null : network })),
    containers: [{ ...CONTAINER, id: String(place).padStart(64, 'a'), namespace: namespaceOf(place) }],
    networks: [{ id: network, name: 'front', driver: 'bridge', internal: false, bridge, subnets: [] }],
  };
}

function inventoryOfBeta(): InventoryMessage {
  const network = '3'.repeat(64);
  const plain = inventoryOf(BETA, Date.now(), ['host/eth0', 'pod000000000/eth0']);
  const pod = { pod: 'api-7d4b9', podNamespace: 'prod', workload: 'Deployment/api', stack: null, service: null };
  return {
    ...plain,
    interfaces: plain.interfaces.map((each) => ({ ...each, network: each.key.startsWith('host/') ? null : network })),
    containers: [{ ...CONTAINER, ...pod, id: 'b'.repeat(64), name: 'api', namespace: 'pod000000000' }],
    networks: [{ id: network, name: 'front', driver: 'bridge', internal: false, bridge: 'br-333', subnets: [] }],
  };
}

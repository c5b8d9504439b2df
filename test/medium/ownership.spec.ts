import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Ownership } from '../../apps/aggregator/src/analyse/ownership.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { execute, type TestDatabase } from '../support/database.js';
import { eventually } from '../support/eventually.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { startProxy } from '../support/proxy.js';
import { describeIf, natsServer } from '../support/requirements.js';

/** What is promised: another owns by then. */
const HAND_OVER_MS = 10_000;

describe('the owner of a partition', () => {
  let server: TestDatabase;
  let url: string;
  let contenders: Ownership[] = [];
  /** Who worked on which partition, from when to when. */
  let shifts: { who: string; partition: number; fromMs: number; untilMs: number | null }[];

  beforeAll(async () => {
    server = await startPostgres();
  });

  beforeEach(async () => {
    await Promise.all(contenders.map((contender) => contender.beforeApplicationShutdown()));
    contenders = [];
    shifts = [];
    url = await server.createDatabase();
  });

  afterAll(() => Promise.all(contenders.map((contender) => contender.beforeApplicationShutdown())));

  const contender = (who: string, { partitions = 1, way = url } = {}): Ownership => {
    const ownership = new Ownership(way, partitions, []);
    for (let partition = 0; partition < partitions; partition++) {
      ownership.run(partition, async (owned) => {
        const shift = { who, partition, fromMs: performance.now(), untilMs: null as number | null };
        shifts.push(shift);
        await new Promise((resolve) => owned.addEventListener('abort', resolve, { once: true }));
        shift.untilMs = performance.now();
      });
    }
    contenders.push(ownership);
    ownership.onApplicationBootstrap();
    return ownership;
  };
  const owns = (ownership: Ownership, owned: readonly number[]): Promise<void> =>
    eventually('it owns what it should', () => expect(ownership.owned).toEqual(owned), HAND_OVER_MS);
  const expectNoOverlap = (): void => {
    const ordered = [...shifts].sort((one, other) => one.partition - other.partition || one.fromMs - other.fromMs);
    ordered.slice(1).forEach((shift, index) => {
      const before = ordered[index];
      if (before?.partition === shift.partition) expect(before.untilMs ?? Infinity).toBeLessThanOrEqual(shift.fromMs);
    });
  };

  it('is one of several, and gives it up to another when it ends, its work first', async () => {
    const first = contender('first');
    await owns(first, [0]);
    const second = contender('second');
    await sleep(2_500);
    expect([first.owned, second.owned]).toEqual([[0], []]);
    await first.beforeApplicationShutdown();
    expect(first.owned).toEqual([]);
    await owns(second, [0]);
    expect(shifts.map(({ who }) => who)).toEqual(['first', 'second']);
    expectNoOverlap();
  });

  it('is told at once when its session ends, and another takes over', async () => {
    const first = contender('first');
    await owns(first, [0]);
    const second = contender('second');
    await execute(
      url,
      `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid = 0 AND objsubid = 2 AND mode = 'ExclusiveLock'`,
    );
    const endedMs = performance.now();
    await eventually('the first is told', () => expect(shifts[0]?.untilMs).toBeLessThan(endedMs + 500));
    await eventually('one of them owns it', () => expect([...first.owned, ...second.owned]).toEqual([0]), HAND_OVER_MS);
    expectNoOverlap();
  });

  it('is another within 10 s when its way to the database is cut, and never are there two', async () => {
    const proxy = await startProxy(url);
    const first = contender('first', { way: proxy.url });
    await owns(first, [0]);
    const second = contender('second');
    await sleep(1_500);
    const cutMs = performance.now();
    proxy.cut();
    await owns(second, [0]);
    expect(performance.now() - cutMs).toBeLessThan(HAND_OVER_MS);
    expect(first.owned).toEqual([]);
    proxy.mend();
    await second.beforeApplicationShutdown();
    await owns(first, [0]);
    expect(shifts.map(({ who }) => who)).toEqual(['first', 'second', 'first']);
    expectNoOverlap();
  });

  it('takes its share of many, gives up what is more, and takes over what others leave', async () => {
    const first = contender('first', { partitions: 5 });
    await owns(first, [0, 1, 2, 3, 4]);
    const second = contender('second', { partitions: 5 });
    await eventually('they share', () => {
      expect([first.owned.length, second.owned.length]).toEqual([3, 2]);
      expect([...first.owned, ...second.owned].sort()).toEqual([0, 1, 2, 3, 4]);
    });
    await first.beforeApplicationShutdown();
    await owns(second, [0, 1, 2, 3, 4]);
    expectNoOverlap();
  });

  it('begins anew what failed, and what was given to it later', async () => {
    const ownership = contender('first');
    await owns(ownership, [0]);
    let attempts = 0;
    ownership.run(0, (owned) => {
      attempts += 1;
      if (attempts < 3) return Promise.reject(new Error('not yet'));
      return new Promise((resolve) => owned.addEventListener('abort', () => resolve(), { once: true }));
    });
    await eventually('it goes on', () => expect(attempts).toBe(3));
  });

  it('outlives the database', async () => {
    const ownership = contender('first');
    await owns(ownership, [0]);
    await server.kill();
    await eventually('it owns nothing', () => expect(ownership.owned).toEqual([]));
    await server.restart();
    await owns(ownership, [0]);
    expectNoOverlap();
  });
});

describeIf(natsServer, 'processes with the role analyse', () => {
  let replicas: [RunningAggregator, RunningAggregator];

  beforeAll(async () => {
    const [database, nats] = await Promise.all([startPostgres(), startNats()]);
    const settings = {
      WEIR_DATABASE_URL: await database.createDatabase(),
      WEIR_NATS_URL: nats.url,
      WEIR_ROLES: 'analyse',
    };
    const first = await startAggregator(settings);
    await owns(first);
    replicas = [first, await startAggregator(settings)];
  });

  const ownedBy = async ({ url }: RunningAggregator): Promise<unknown> =>
    ((await (await fetch(`${url}/healthz`)).json()) as { partitionsOwned: unknown }).partitionsOwned;
  const owns = (replica: RunningAggregator): Promise<void> =>
    eventually('it owns the partition', async () => expect(await ownedBy(replica)).toEqual([0]), HAND_OVER_MS);
  /** The owner first. On a busy machine it may be the second: who does not run for some seconds has lost it. */
  const byOwnership = async (): Promise<[RunningAggregator, RunningAggregator]> => {
    await eventually('one of them owns the partition', async () =>
      expect((await Promise.all(replicas.map(ownedBy))).flat()).toEqual([0]),
    );
    const [first, second] = replicas;
    return ((await ownedBy(first)) as unknown[]).length > 0 ? [first, second] : [second, first];
  };

  it('hand over within 10 s when the owner is killed', async () => {
    const [owner, other] = await byOwnership();
    expect(await ownedBy(other)).toEqual([]);
    expect(await (await fetch(`${other.url}/metrics`)).text()).toMatch(/^weir_analyse_partitions_owned 0$/m);
    await owner.kill();
    await owns(other);
    expect(await (await fetch(`${other.url}/metrics`)).text()).toMatch(/^weir_analyse_partitions_owned 1$/m);
    await owner.restart();
    await eventually('it is back', async () => expect(await ownedBy(owner)).toEqual([]));
  });

  it('hand over within 10 s when the owner is stopped; when it goes on, it owns nothing', async () => {
    const [owner, other] = await byOwnership();
    owner.signal('SIGSTOP');
    await owns(other);
    owner.signal('SIGCONT');
    for (let look = 0; look < 20; look++) {
      expect([await ownedBy(owner), await ownedBy(other)]).toEqual([[], [0]]);
      await sleep(100);
    }
  });
});

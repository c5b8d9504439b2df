import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { RESOLUTIONS } from '../../apps/aggregator/src/store/rollup/level.js';
import { eventually } from '../support/eventually.js';
import { bytesOff, differencesAt, differentTotals } from '../support/faults/store/compare.js';
import type { Outcome } from '../support/faults/store/main.js';
import { StoreScene } from '../support/faults/store/scene.js';
import type { Stored } from '../support/faults/store/stored.js';
import { LONGEST_HELD_MS } from '../support/faults/store/unruly.js';
import { describeIf, natsServer } from '../support/requirements.js';

/** How long faults go on: a round of them in `npm test`, ten minutes in `npm run fault`. */
const RUN_SECONDS = Number(process.env['WEIR_FAULT_RUN_SECONDS'] ?? 0);
const IS_LONG = RUN_SECONDS > 60;
const HOLD_MS = IS_LONG ? 10_000 : 800;
const LONGEST_REPEAT_MS = IS_LONG ? 150_000 : 6_000;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const LIVE_HOSTS = 10;
/** What a spool that was long full holds: seconds, and merged ones of all lengths. Seven hours are split by the hour. */
const MERGED_SECONDS = [...(IS_LONG ? seconds(1, 200, 2, 50, 60, 45) : seconds(1, 6, 2, 3, 60, 3)), 5, 600, 1, 25_200];

const suffered = { aggregatorKills: 0, aggregatorStops: 0, databaseKills: 0, natsKills: 0, clockSteps: 0, spools: 0 };
let rounds = 0;

const now = (): number => Math.floor(Date.now() / SECOND_MS) * SECOND_MS;

/** Places in the fleet: of hosts whose containers live for hours, and for minutes. */
const WEB = 0;
const OTHER_WEB = 5;
const CI = 8;

async function spoolOf(
  { fleet }: StoreScene,
  place: number,
  ageMs: number,
  lateSteps: readonly number[],
): Promise<void> {
  const index = LIVE_HOSTS * (rounds + 1) + place;
  await fleet.add({ index, fromMs: now() - ageMs, lateSteps });
  suffered.spools += 1;
}

type Fault = (scene: StoreScene) => Promise<void>;

const FAULTS: Readonly<Record<string, Fault>> = {
  'a spool of three days comes': async (scene) => {
    await spoolOf(scene, WEB, 3 * DAY_MS, MERGED_SECONDS);
    // All of it is stored before some of it is dropped: what is dropped cannot be counted from a base that comes later.
    await sleep(Math.max(HOLD_MS, LONGEST_HELD_MS));
    await scene.pipeline.drained();
  },
  'raw samples are kept for a shorter time, and an aggregator is killed': async (scene) => {
    const before = await scene.rawHorizonMs();
    await scene.keepRaw(Math.max(12, 48 - 6 * rounds) * HOUR_MS);
    const replica = scene.nextReplica();
    await replica.kill();
    suffered.aggregatorKills += 1;
    await sleep(HOLD_MS / 4);
    await replica.restart();
    if (rounds < 6) {
      const isDropped = async (): Promise<void> => expect(await scene.rawHorizonMs()).toBeGreaterThan(before);
      await eventually('raw samples are dropped', isDropped, 60_000);
    }
  },
  'the clock of a host is an hour ahead': async ({ fleet }) => {
    await fleet.setClock(1, HOUR_MS);
    await sleep(HOLD_MS);
    await fleet.setClock(1, 0);
    suffered.clockSteps += 2;
  },
  'a spool of three days comes, part of it too old for raw samples, and the database is killed': async (scene) => {
    await spoolOf(scene, OTHER_WEB, 3 * DAY_MS, MERGED_SECONDS);
    await sleep(HOLD_MS / 4);
    await scene.pipeline.database.kill();
    suffered.databaseKills += 1;
    await sleep(HOLD_MS);
    await scene.pipeline.database.restart();
  },
  'an aggregator is stopped and goes on': async (scene) => {
    const replica = scene.nextReplica();
    replica.signal('SIGSTOP');
    suffered.aggregatorStops += 1;
    await sleep(2 * HOLD_MS);
    replica.signal('SIGCONT');
  },
  'a spool of an hour comes, and NATS is killed': async (scene) => {
    await spoolOf(scene, CI, HOUR_MS, IS_LONG ? [1] : [3, 1, 5, 2, 60]);
    await sleep(HOLD_MS / 4);
    await scene.pipeline.nats.kill();
    suffered.natsKills += 1;
    await sleep(HOLD_MS);
    await scene.pipeline.nats.restart();
  },
};

describeIf(natsServer, `the store under faults, for ${RUN_SECONDS || 'a few'} s`, () => {
  let scene: StoreScene;
  let stored: Stored;
  let outcome: Outcome;
  const startedMs = Date.now();

  beforeAll(async () => {
    scene = await StoreScene.start(4 * DAY_MS, LONGEST_REPEAT_MS);
    for (let index = 0; index < LIVE_HOSTS; index += 1) {
      // One has a clock that was never right.
      await scene.fleet.add({ index, fromMs: now(), clockAheadMs: index === 2 ? -90 * SECOND_MS : 0 });
    }
  }, 60_000);

  it(
    'goes on through all of them',
    async () => {
      const isOver = (): boolean => Date.now() - startedMs >= RUN_SECONDS * 1_000;
      const all = Object.entries(FAULTS);
      for (let count = 0; count < all.length || !isOver(); count += 1) {
        const [name, fault] = all[count % all.length] as [string, Fault];
        if (IS_LONG) process.stderr.write(`  ${Math.round((Date.now() - startedMs) / 1_000)} s: ${name}\n`);
        rounds = Math.floor(count / all.length);
        await fault(scene);
        await sleep(HOLD_MS / 2);
      }
      outcome = await scene.settle();
      stored = await scene.stored();
    },
    (RUN_SECONDS + 400) * 1_000,
  );

  it('has stored what was generated at every resolution, bucket by bucket, and for as long as hosts were there', () => {
    const { generated, hosts } = outcome;
    const compared = RESOLUTIONS.map((name) => differencesAt(name, generated, stored, hosts));
    const totals = differentTotals(stored, hosts);
    const differences = compared.flatMap((each) => each.differences);
    report({
      seconds: Math.round((Date.now() - startedMs) / 1_000),
      ...suffered,
      hosts: hosts.length,
      series: generated.series.size,
      messages: generated.messages.traffic,
      ...outcome.counts,
      rows: stored.frames.raw.reduce((sum, { frame }) => sum + frame.ids.length, 0),
      buckets: compared.reduce((sum, each) => sum + each.compared, 0),
      off: bytesOff(differences),
      bucketsOff: differences.length,
      totalsOff: totals.length,
    });
    expect(differences.slice(0, 5)).toEqual([]);
    expect(totals.slice(0, 5)).toEqual([]);
  });

  it('has put every sample of a host whose clock was wrong where it belongs, within two seconds', () => {
    for (const { id } of outcome.hosts.filter(({ isClockWrong }) => isClockWrong)) {
      const minutes = [...(outcome.generated.presence.get(id)?.keys() ?? [])];
      const starts = stored.frames.raw.filter(({ host }) => host === id).map(({ frame }) => frame.startMs);
      expect(Math.min(...starts)).toBeGreaterThan(Math.min(...minutes) - 2 * SECOND_MS);
      expect(Math.max(...starts)).toBeLessThan(Math.max(...minutes) + MINUTE_MS + 2 * SECOND_MS);
    }
  });

  it('has dropped raw samples meanwhile, and taken older ones straight into the roll-ups', () => {
    const oldest = Math.min(...stored.frames['1m'].map(({ frame }) => frame.startMs));
    expect(stored.horizons.raw).toBeGreaterThan(oldest + 12 * HOUR_MS);
    expect(stored.frames.raw.length).toBeGreaterThan(0);
  });

  it('has stored states and events once, and kept the newest inventory, whatever order they came in', async () => {
    const { generated, hosts } = outcome;
    const byHost = async (sql: string): Promise<Map<string, number>> =>
      new Map((await scene.pipeline.rows<{ id: string; n: number }>(sql)).map(({ id, n }) => [id, n]));
    const states = await byHost(
      'SELECT host.id, count(*)::int AS n FROM host_state JOIN host USING (host_id) GROUP BY host.id',
    );
    const live = hosts.slice(0, LIVE_HOSTS);
    expect(live.map(({ id }) => states.get(id))).toEqual(live.map(({ id }) => generated.states.get(id)));
    const inventories = await byHost('SELECT id, (extract(epoch FROM inventory_at) * 1000)::float8 AS n FROM host');
    const right = hosts.filter(({ isClockWrong }) => !isClockWrong);
    expect(right.map(({ id }) => inventories.get(id))).toEqual(right.map(({ id }) => generated.inventories.get(id)));
    const [events] = await scene.pipeline.rows('SELECT count(*)::int AS count FROM event WHERE kind LIKE $1', [
      'container.%',
    ]);
    expect(events).toEqual({ count: generated.messages.event });
    expect(await scene.pipeline.rows('SELECT reason FROM refused')).toEqual([]);
  });

  afterAll(async () => {
    await scene?.pipeline.connection.close();
  });
});

/** Pairs of a length and how many of it. */
function seconds(...pairs: readonly number[]): number[] {
  const steps: number[] = [];
  for (let index = 0; index < pairs.length; index += 2) {
    steps.push(...Array.from({ length: pairs[index + 1] ?? 0 }, () => pairs[index] ?? 1));
  }
  return steps;
}

function report(figures: Readonly<Record<string, number>>): void {
  process.stdout.write(`${JSON.stringify({ fault: 'store', quick: !IS_LONG, figures })}\n`);
}

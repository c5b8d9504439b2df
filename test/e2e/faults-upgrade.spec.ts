import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MIGRATIONS } from '../../apps/aggregator/src/store/migrate.js';
import { UpgradeScene } from '../support/faults/upgrade-scene.js';
import { describeIf, natsServer, root } from '../support/requirements.js';
import { historyOfBefore } from '../support/version-before.js';

/** How long each mixture of versions lasts: a moment in `npm test`, longer in `npm run fault`. */
const IS_LONG = Number(process.env['WEIR_FAULT_RUN_SECONDS'] ?? 0) > 60;
const HOLD_MS = IS_LONG ? 20_000 : 1_000;

// A shallow clone has not got the version before, whatever else its machine has.
const noHistory = historyOfBefore.missing();
const declare = (name: string, tests: () => void): void =>
  noHistory ? describe.skip(`${name} [skipped: ${noHistory}]`, tests) : describeIf([root, natsServer], name, tests);

declare('an upgrade from the version before, under traffic', () => {
  let scene: UpgradeScene;
  const startedMs = Date.now();
  let began: Date;

  beforeAll(async () => {
    scene = await UpgradeScene.start();
    began = new Date();
    await sleep(HOLD_MS);
  }, 180_000);

  const hold = async (): Promise<void> => {
    for (const ingester of scene.ingesters) await scene.stores(ingester);
    await sleep(HOLD_MS);
  };

  it('begins with one that stores: it changes the database while those of before store and answer on', async () => {
    const before = await scene.migrations();
    await scene.upgradeIngester(0);
    expect(before).toBeLessThan(MIGRATIONS.length);
    expect(await scene.migrations()).toBe(MIGRATIONS.length);
    await hold();
    const { hosts } = await scene
      .queries()
      .graphql<{ hosts: { nodes: { name: string }[] } }>('{ hosts { nodes { name } } }');
    expect(hosts.nodes.map(({ name }) => name).sort()).toEqual(['one', 'other']);
    expect(await scene.queries().interfaceId(scene.link.interface)).toEqual(expect.any(String));
  });

  it('bears that one of before is killed then, and starts again', async () => {
    await scene.ingesters[1].kill();
    await scene.ingesters[1].restart();
    await scene.ingesters[1].waitForLog(/the database is ready[\s\S]*the database is ready/, 60_000);
    await hold();
  });

  it('goes on with an agent, before all aggregators are new', async () => {
    await scene.upgradeAgent(0);
    await hold();
  });

  it('ends with the others', async () => {
    await scene.upgradeIngester(1);
    await hold();
    await scene.upgradeApi();
    await scene.upgradeAgent(1);
    await hold();
  });

  it('has lost and doubled nothing, and nobody logged an error', async () => {
    const kernel = await scene.settled();
    const queries = scene.queries();
    const longestGapMs = await queries.longestGapMs(began);
    const figures = {
      seconds: Math.round((Date.now() - startedMs) / 1_000),
      bytes: Number(kernel.rxBytes),
      longestGapMs,
    };
    process.stdout.write(`${JSON.stringify({ fault: 'upgrade', quick: !IS_LONG, figures })}\n`);
    expect(longestGapMs).toBeLessThan(100);
    expect(await queries.sql('SELECT reason FROM refused')).toEqual([]);
    const errors = scene.everyone.flatMap((each) => each.log().match(/.*"level":(50|60),.*/g) ?? []);
    expect(errors).toEqual([]);
  }, 120_000);

  afterAll(() => {
    scene?.link.remove();
  });
});

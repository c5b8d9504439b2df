import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { Published } from '../support/faults/published.js';
import { FaultScene } from '../support/faults/scene.js';
import { readStream } from '../support/faults/stream.js';
import { describeIf, fakeTime, natsServer, root } from '../support/requirements.js';

/** How long faults go on: a round of them in `npm test`, ten minutes in `npm run fault`. */
const RUN_SECONDS = Number(process.env['WEIR_FAULT_RUN_SECONDS'] ?? 0);
const IS_LONG = RUN_SECONDS > 60;
const HOLD_MS = IS_LONG ? 20_000 : 1_200;
/** So many that the spool of 1 MB is full before NATS is back. */
const HOST_INTERFACES = IS_LONG ? 120 : 6;
const NATS_AWAY_MS = IS_LONG ? 110_000 : HOLD_MS;

type Fault = (scene: FaultScene) => Promise<void>;

const FAULTS: Readonly<Record<string, Fault>> = {
  'the agent is killed': async ({ agent }) => {
    await agent.kill();
    await sleep(HOLD_MS);
    await agent.restart();
  },
  'NATS is killed': async (scene) => {
    await scene.nats.kill();
    await sleep(NATS_AWAY_MS);
    await scene.noteMerged();
    await scene.nats.restart();
  },
  'the network is cut': async (scene) => {
    scene.cut();
    await sleep(HOLD_MS);
    scene.mend();
  },
  'the disk is full': async (scene) => {
    scene.disk.fill();
    await sleep(HOLD_MS);
    scene.disk.free();
  },
  'the clock steps back, far forward, and right again': async ({ clock }) => {
    for (const seconds of [-90, 3_600, -7, 0]) {
      clock.set(seconds);
      await sleep(HOLD_MS / 2);
    }
  },
  'a container of a pod is replaced': (scene) => scene.replaceMember(),
  'a namespace, an interface and a name are replaced': async (scene) => {
    await scene.settle();
    await scene.replaceNamespace();
    scene.recreateInterface();
    scene.renameInterface();
    scene.traffic.resume();
  },
  'NATS is away while the agent is killed': async ({ nats, agent }) => {
    await nats.kill();
    await sleep(HOLD_MS / 2);
    await agent.restart();
    await sleep(HOLD_MS / 2);
    await nats.restart();
  },
};

describeIf([root, natsServer, fakeTime], `an agent under faults, for ${RUN_SECONDS || 'a few'} s`, () => {
  let scene: FaultScene;
  const startedMs = Date.now();
  const suffered: string[] = [];

  beforeAll(async () => {
    scene = await FaultScene.start(HOST_INTERFACES);
  }, 60_000);

  it(
    'goes on through all of them',
    async () => {
      const isOver = (): boolean => Date.now() - startedMs >= RUN_SECONDS * 1_000;
      const all = Object.entries(FAULTS);
      for (let count = 0; count < all.length || !isOver(); count += 1) {
        const [name, fault] = all[count % all.length] as [string, Fault];
        if (IS_LONG) process.stderr.write(`  ${Math.round((Date.now() - startedMs) / 1_000)} s: ${name}\n`);
        await fault(scene);
        suffered.push(name);
        await sleep(HOLD_MS / 4);
      }
    },
    (RUN_SECONDS + 400) * 1_000,
  );

  it('has published what the kernel counted, on every interface, to the byte', async () => {
    await scene.settle();
    await eventually('everything is sent', async () => expect(await scene.metric('spool_messages')).toBe(0), 120_000);
    await scene.noteMerged();
    const { messages, stored } = await readStream(scene.nats.url, 'traffic');
    const published = new Published(messages.values());
    const compared = scene.watched.map((watched) => ({
      ...{ keys: watched.keys, ...published.series(watched.keys) },
      ...{ kernelSums: scene.kernelSums(watched), kernelTotals: scene.kernelTotals(watched) },
    }));
    const off = compared.filter(
      ({ sums, totals, kernelSums, kernelTotals }) => `${sums}/${totals}` !== `${kernelSums}/${kernelTotals}`,
    );
    const bytes = compared.reduce((sum, { kernelSums: [rx, tx] }) => sum + (rx ?? 0n) + (tx ?? 0n), 0n);
    const bytesOff = compared.reduce((sum, { sums, kernelSums }) => sum + distance(sums, kernelSums), 0n);
    report({
      seconds: Math.round((Date.now() - startedMs) / 1_000),
      faults: suffered.length,
      lives: published.runs,
      messages: messages.size,
      duplicates: stored - messages.size,
      merged: scene.merged,
      longestMs: published.longestMs,
      interfaces: compared.length,
      bytes: Number(bytes),
      off: Number(bytesOff),
    });
    expect(off).toEqual([]);
    expect(bytes).toBeGreaterThan(100_000n);
    expect(published.backwards()).toBe(0);
    if (IS_LONG) expect(scene.merged).toBeGreaterThan(0);
  }, 200_000);

  afterAll(async () => {
    await scene?.traffic.stop();
  });
});

/** Of the bytes in both directions. */
function distance(one: readonly bigint[], other: readonly bigint[]): bigint {
  return [0, 1].reduce((sum, index) => {
    const difference = (one[index] ?? 0n) - (other[index] ?? 0n);
    return sum + (difference < 0n ? -difference : difference);
  }, 0n);
}

function report(figures: Readonly<Record<string, number>>): void {
  process.stdout.write(`${JSON.stringify({ fault: 'agent', quick: !IS_LONG, figures })}\n`);
}

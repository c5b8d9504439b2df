import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { ClusterScene } from '../support/faults/cluster-scene.js';
import { bytesOff, differencesAt } from '../support/faults/store/compare.js';
import type { RunningAggregator } from '../support/aggregator.js';
import type { TestNats } from '../support/nats.js';
import { describeIf, haproxy, natsServer, root } from '../support/requirements.js';

/** How long faults go on: one in `npm test`, ten minutes in `npm run fault`. */
const RUN_SECONDS = Number(process.env['WEIR_FAULT_RUN_SECONDS'] ?? 0);
const IS_LONG = RUN_SECONDS > 60;
/** Longer than servers take to elect who leads the stream: 4 to 9 s. */
const AWAY_MS = 12_000;
const REST_MS = IS_LONG ? 10_000 : 0;
/** What is promised. */
const BACK_WITHIN_MS = 5_000;

interface Struck {
  readonly what: string;
  readonly backAfterMs: number | null;
  readonly longestPauseMs: number;
}

interface Victims {
  readonly servers: readonly TestNats[];
  readonly aggregators: readonly RunningAggregator[];
  /** Whether the servers come back empty. */
  readonly isDiskLost: boolean;
}
type Choose = (scene: ClusterScene) => Promise<Victims>;

const VICTIMS: Readonly<Record<string, Choose>> = {
  'the server that leads the stream, with its disk, and the aggregator that is watched': async (scene) => ({
    servers: [await scene.nats.streamLeader()],
    aggregators: [await scene.watched()],
    isDiskLost: true,
  }),
  'the server that leads the stream': async (scene) => ({
    servers: [await scene.nats.streamLeader()],
    aggregators: [],
    isDiskLost: false,
  }),
  'another server, and the aggregator that is watched': async (scene) => {
    const leader = await scene.nats.streamLeader();
    const other = scene.nats.servers.filter((server) => server !== leader).slice(0, 1);
    return { servers: other, aggregators: [await scene.watched()], isDiskLost: false };
  },
};

describeIf([root, natsServer, haproxy], `a cluster that loses servers, for ${RUN_SECONDS || 'a few'} s`, () => {
  let scene: ClusterScene;
  const struck: Struck[] = [];
  const startedMs = Date.now();

  beforeAll(async () => {
    scene = await ClusterScene.start(IS_LONG ? 150_000 : 6_000);
  }, 120_000);

  const strike = async (what: string, choose: Choose): Promise<void> => {
    const { servers, aggregators, isDiskLost } = await choose(scene);
    const killed = [...servers, ...aggregators];
    const atMs = Date.now();
    await Promise.all(killed.map((victim) => victim.kill()));
    await sleep(AWAY_MS);
    const { watcher } = scene;
    struck.push({ what, backAfterMs: watcher.backAfterMs(atMs), longestPauseMs: watcher.longestPauseMs(atMs) });
    if (IS_LONG)
      process.stderr.write(`  ${Math.round((Date.now() - startedMs) / 1_000)} s: ${JSON.stringify(struck.at(-1))}\n`);
    if (isDiskLost) for (const server of servers) await server.loseDisk();
    await Promise.all(killed.map((victim) => victim.restart()));
    await scene.whole();
    await sleep(REST_MS);
  };

  it(
    'shows what is now within 5 s, whichever of them was killed',
    async () => {
      const isOver = (): boolean => Date.now() - startedMs >= RUN_SECONDS * 1_000;
      const all = Object.entries(VICTIMS);
      for (let count = 0; count < 1 || !isOver(); count += 1) {
        await strike(...(all[count % all.length] as [string, Choose]));
      }
      for (const { backAfterMs, longestPauseMs } of struck) {
        expect(backAfterMs ?? Infinity).toBeLessThan(BACK_WITHIN_MS);
        expect(longestPauseMs).toBeLessThan(BACK_WITHIN_MS);
      }
    },
    (RUN_SECONDS + 400) * 1_000,
  );

  it('has stored what was published and what the kernel counted, to the byte', async () => {
    const outcome = await scene.settle();
    const { generated, hosts } = outcome;
    const { differences, compared } = differencesAt('raw', generated, await scene.stored(outcome), hosts);
    const link = await eventually(
      'the link is stored as the kernel counted it',
      async () => {
        const sums = await scene.linkSums();
        expect(sums.stored).toEqual(sums.kernel);
        return sums;
      },
      60_000,
    );
    const [backs, pauses] = [
      struck.map((each) => each.backAfterMs ?? Infinity),
      struck.map((each) => each.longestPauseMs),
    ];
    report({
      seconds: Math.round((Date.now() - startedMs) / 1_000),
      strikes: struck.length,
      liveBackMs: Math.max(...backs),
      longestPauseMs: Math.max(...pauses),
      hosts: hosts.length,
      messages: generated.messages.traffic,
      minutes: compared,
      bytesOfLink: Number((link.kernel as { rxBytes: string }).rxBytes),
      off: bytesOff(differences),
    });
    expect(differences.slice(0, 5)).toEqual([]);
    expect(compared).toBeGreaterThan(hosts.length);
  }, 200_000);

  afterAll(() => {
    scene?.watcher.close();
    scene?.link.remove();
  });
});

function report(figures: Readonly<Record<string, number>>): void {
  process.stdout.write(`${JSON.stringify({ fault: 'cluster', quick: !IS_LONG, figures })}\n`);
}

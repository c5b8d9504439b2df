import { beforeAll, expect, it } from '@jest/globals';
import type { RunningAggregator } from '../support/aggregator.js';
import { eventually } from '../support/eventually.js';
import { startLab } from '../support/fleet/lab.js';
import { askGraphql } from '../support/graphql.js';
import { describeIf, fleet } from '../support/requirements.js';
import { NIGHTS, withLearning, withPast } from './patterns/learning.js';
import { record } from './patterns/recording.js';
import { JOB_SECONDS, type PatternScene, playPatterns } from './patterns/scene.js';

/** Learns from what passes alone, for so long, before anything happens. Without, the hosts have a past: see `withPast`. */
const LEARN_MINUTES = Number(process.env['WEIR_FLEET_LEARN_MINUTES'] || '0');
const MINUTE_MS = 60_000;
const EVENT_SECONDS = 60;
const FOUND_WITHIN_MS = 100_000;
const CLOCK = String.raw`\d\d:\d\d(:\d\d)?`;
const SPAN = `between ${CLOCK} and ${CLOCK}`;
const BEFORE = LEARN_MINUTES ? String.raw`every 5 min, \d+ runs` : `on the ${NIGHTS} (days|nights)`;

interface Pattern {
  readonly class: string;
  readonly category: string;
  readonly sentence: string;
  readonly entity: { readonly kind: string; readonly name: string; readonly hostName: string };
  readonly seenOn: readonly { readonly kind: string; readonly name: string }[];
}

describeIf(fleet, 'patterns of real traffic', () => {
  let scene: PatternScene;
  let aggregator: RunningAggregator;
  let plugIn: () => Promise<void>;
  let begunMs: number;

  beforeAll(
    async () => {
      const lab = await startLab(2);
      const recording = await record(lab.nats.url);
      scene = await playPatterns(lab);
      aggregator = await (LEARN_MINUTES ? withLearning(lab, scene, LEARN_MINUTES) : withPast(lab, scene, recording));
      begunMs = Date.now();
      await Promise.all([scene.runJob(JOB_SECONDS), scene.scan(EVENT_SECONDS)]);
      scene.flood(EVENT_SECONDS);
      plugIn = await scene.cut();
    },
    (LEARN_MINUTES + 6) * MINUTE_MS,
  );

  /** What goes on since it all began, but for what is so every day. */
  const told = async (): Promise<readonly Pattern[]> => {
    const { data, errors } = await askGraphql<{ patterns: { nodes: Pattern[] } }>(
      aggregator.url,
      `query ($from: DateTime) { patterns(from: $from, minStrength: 0.01) { nodes {
        class category sentence entity { kind name hostName } seenOn { kind name } } } }`,
      { from: new Date(begunMs).toISOString() },
    );
    if (!data) throw new Error(JSON.stringify(errors));
    return data.patterns.nodes.filter((each) => each.class !== 'SEASONALITY');
  };
  const toldOf = (name: string, sentence: string, pattern: object): Promise<void> =>
    eventually(
      `it is told of ${name}`,
      async () => {
        const all = (await told()).filter(({ entity }) => entity.name === name);
        expect(all).toMatchObject([{ ...pattern, sentence: expect.stringMatching(new RegExp(`^${sentence}$`)) }]);
      },
      FOUND_WITHIN_MS,
    );
  /** Where else it shows: the network's bridge and the host's uplink, of which nothing is told. */
  const above = (host: string): unknown =>
    expect.arrayContaining([
      expect.objectContaining({ kind: 'NETWORK', name: 'app' }),
      expect.objectContaining({ kind: 'HOST', name: host }),
    ]);

  it('finds a nightly job, on the container that runs it', () =>
    toldOf('backup', `\`backup\` on h1 sent [\\d.]+ MB ${SPAN}, as ${BEFORE} before(, .* its usual size)?\\.`, {
      ...{ class: 'PERIODIC_JOB', category: 'CYCLE', seenOn: above('h1') },
      entity: { kind: 'CONTAINER', hostName: 'h1' },
    }));

  it('finds a flood of small packets, on the container that is flooded', () =>
    toldOf('web', String.raw`\`web\` on h2 was flooded .*: it received \d+ times its usual rate while .*`, {
      ...{ class: 'ONE_WAY_FLOOD', category: 'SECURITY', seenOn: above('h2') },
      entity: { kind: 'CONTAINER', hostName: 'h2' },
    }));

  it('finds a scan, on the container that scans', () =>
    toldOf('crawler', String.raw`\`crawler\` on h2 sent \d+ packets/s of \d+ bytes .*: as of a scan\.`, {
      ...{ class: 'FAN_OUT', category: 'SECURITY' },
      entity: { kind: 'CONTAINER', hostName: 'h2' },
    }));

  it('finds an outage, on the container whose cable was pulled, and its end', async () => {
    const outage = { class: 'OUTAGE', category: 'LOSS', entity: { kind: 'CONTAINER', hostName: 'h1' } };
    await toldOf('db', String.raw`\`db\` on h1 carried nothing since ${CLOCK}, where \d\d kB/s is usual\.`, outage);
    await plugIn();
    await toldOf('db', String.raw`\`db\` on h1 carried nothing ${SPAN}, where \d\d kB/s is usual\.`, outage);
  });

  it('tells nothing else, neither of the bridges and uplinks that all of it passes nor of anybody else', async () => {
    const names = (await told()).map(({ entity }) => `${entity.name} on ${entity.hostName}`);
    expect(names.sort()).toEqual(['backup on h1', 'crawler on h2', 'db on h1', 'web on h2']);
  });
});

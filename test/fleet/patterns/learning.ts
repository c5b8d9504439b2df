import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { decodeInventory, STREAM, subjectOf } from '@weir/model';
import { type RunningAggregator, startAggregator } from '../../support/aggregator.js';
import { eventually } from '../../support/eventually.js';
import type { Lab } from '../../support/fleet/lab.js';
import { startPostgres } from '../../support/postgres.js';
import { publishPast } from './past.js';
import type { Recording } from './recording.js';
import { JOB_SECONDS, type PatternScene } from './scene.js';

const SECOND_MS = 1_000;
const USUAL_MS = 15_000;
const REHEARSED_SECONDS = 8;
export const NIGHTS = 4;
const JOB_EVERY_MS = 300_000;
/** What is neither one's own nor the host's end of a container's interface. */
const isAnalysed = (name: string): boolean => name !== 'loopback' && name !== 'veth';

/** What a host's days are to be made of, and until when. */
interface Rehearsal {
  readonly recording: Recording;
  readonly usualMs: number;
  readonly jobMs: number;
  readonly untilMs: number;
}

/**
 * An aggregator that knows the hosts for days: their past is what their agents would have told of seconds as they measured just
 * before, in a rehearsal that nobody stored.
 */
export async function withPast(lab: Lab, scene: PatternScene, recording: Recording): Promise<RunningAggregator> {
  const rehearsal = await rehearse(lab, scene, recording);
  const aggregator = await startFresh(lab);
  await introduce(lab, recording, aggregator);
  for (const [index, { name }] of lab.hosts.entries()) {
    const measured = measuredOf(rehearsal, name);
    const nights = index === 0 ? NIGHTS : 0;
    await publishPast(lab.nats.url, recording.hostId(name), measured, {
      nights,
      untilMs: rehearsal.untilMs,
    });
  }
  await Promise.all(lab.agents.map(({ agent }) => agent.host.client.getContainer(agent.id).start()));
  return aggregator;
}

/** An aggregator that has learnt for so long from what passes, with a job every five minutes; the next run is due. */
export async function withLearning(lab: Lab, scene: PatternScene, minutes: number): Promise<RunningAggregator> {
  const aggregator = await startFresh(lab);
  const begunMs = Date.now();
  for (let run = 0; run * JOB_EVERY_MS < minutes * 60_000; run++) {
    await scene.runJob(JOB_SECONDS);
    await sleep(begunMs + (run + 1) * JOB_EVERY_MS - Date.now());
  }
  return aggregator;
}

/** Records usual seconds, and some of the job; then kills the agents, so that nothing comes between the past and what is now. */
async function rehearse(lab: Lab, scene: PatternScene, recording: Recording): Promise<Rehearsal> {
  await eventually('the containers are told of', () => {
    for (const { name, host } of [scene.backup, scene.db, scene.web, scene.crawler]) {
      const inventory = decodeInventory(recording.inventory(host.name));
      if (!inventory.ok || !inventory.value.containers.some((each) => each.name === name)) throw new Error(name);
    }
  });
  const usualMs = Date.now();
  await sleep(USUAL_MS);
  const jobMs = Date.now();
  await scene.runJob(REHEARSED_SECONDS);
  await sleep((REHEARSED_SECONDS + 1) * SECOND_MS);
  await Promise.all(lab.agents.map(({ agent }) => agent.host.client.getContainer(agent.id).kill()));
  const untilMs = Math.floor(Date.now() / SECOND_MS) * SECOND_MS;
  return { recording, usualMs, jobMs, untilMs };
}

function measuredOf({ recording, usualMs, jobMs }: Rehearsal, name: string): Parameters<typeof publishPast>[2] {
  // Without the seconds in which it begins and ends.
  const job = recording.seconds(name, jobMs + SECOND_MS, jobMs + (REHEARSED_SECONDS - 1) * SECOND_MS);
  return {
    usual: recording.seconds(name, usualMs, jobMs),
    job: Array.from({ length: JOB_SECONDS }, (_, second) => job[second % job.length] ?? {}),
  };
}

/** In place of what has read along so far: a stream as the aggregator makes it. */
async function startFresh(lab: Lab): Promise<RunningAggregator> {
  const database = await startPostgres();
  await lab.published.stop();
  const nats = await connect({ servers: lab.nats.url });
  await (await jetstreamManager(nats)).streams.delete(STREAM);
  await nats.close();
  const WEIR_DATABASE_URL = await database.createDatabase();
  return startAggregator({ WEIR_DATABASE_URL, WEIR_NATS_URL: lab.nats.url });
}

/** Tells of the hosts, and waits until they are analysed: from then on each message counts as it comes. */
async function introduce(lab: Lab, recording: Recording, { url }: RunningAggregator): Promise<void> {
  const nats = await connect({ servers: lab.nats.url });
  let series = 0;
  for (const { name } of lab.hosts) {
    const inventory = decodeInventory(recording.inventory(name));
    if (inventory.ok) series += inventory.value.interfaces.filter((each) => isAnalysed(each.class)).length;
    await jetstream(nats).publish(subjectOf('inventory', recording.hostId(name)), recording.inventory(name));
  }
  await nats.close();
  await eventually('all interfaces are analysed', async () => {
    const metrics = await (await fetch(`${url}/metrics`)).text();
    const [, analysed] = /^weir_analyse_series (\d+)$/m.exec(metrics) ?? [];
    if (Number(analysed) !== series) throw new Error(`${analysed} of ${series} are`);
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { CONSUMER, STREAM } from '@weir/model';
import { startFleetProcess } from '../fleet/simulated/child.js';
import { cpuSecondsOf, difference, inWords, launchIngest, type Parts, sum } from './ingest-parts.js';
import { quick } from './report.js';

/** How much is published before it is stored. */
export interface Backlog {
  readonly hosts: number;
  readonly seriesPerHost: number;
  readonly seconds: number;
}

/** How fast it was stored. */
export interface Stored {
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly rowsPerCpuSecond: number;
}

const LOOK_EVERY_MS = 50;
/** Its inventory, traffic and state: they make its series, which is measured of neither side. */
const FIRST_MESSAGES_OF_A_HOST = 3;
/** Roll-ups look for work every five seconds: what they still have to do of the backlog belongs to its cost. */
const CATCHES_UP_MS = quick ? 5_000 : 15_000;

/**
 * Publishes a backlog in which every series moves in every second, then lets the aggregator store it as fast as it can:
 * the highest rate held, without a generator that takes CPU beside it.
 */
export async function storeBacklog(parts: Parts, backlog: Backlog): Promise<Stored> {
  await parts.aggregator.stop();
  const rows = await publishBacklog(parts, backlog);
  const connection = await connect({ servers: parts.nats.url });
  try {
    const manager = await jetstreamManager(connection);
    const start = await momentOf(manager);
    parts.aggregator = launchIngest(parts.nats.url, parts.databaseUrl);
    const allKnownAt = start.storedUpTo + backlog.hosts * FIRST_MESSAGES_OF_A_HOST;
    const first = await moment(manager, parts, ({ storedUpTo }) => storedUpTo >= allKnownAt);
    const before = cpuSecondsOf(parts);
    const last = await moment(manager, parts, ({ left }) => left === 0);
    const share = (last.storedUpTo - first.storedUpTo) / (last.storedUpTo - start.storedUpTo);
    await sleep(CATCHES_UP_MS);
    const cpu = difference(before, cpuSecondsOf(parts));
    console.log(inWords(`CPU for ${Math.round(share * rows)} rows, roll-ups included`, 's', cpu));
    return {
      rows,
      rowsPerSecond: (share * rows) / ((last.atMs - first.atMs) / 1_000),
      rowsPerCpuSecond: (share * rows) / sum(cpu),
    };
  } finally {
    await connection.close();
  }
}

async function publishBacklog(parts: Parts, { hosts, seriesPerHost, seconds }: Backlog): Promise<number> {
  const untilMs = Math.floor(Date.now() / 1_000) * 1_000;
  const fromMs = untilMs - seconds * 1_000;
  const fleet = startFleetProcess({
    natsUrl: parts.nats.url,
    fleet: { seed: 2, hosts, seriesPerHost, isIdleAtTimes: false },
    agents: { life: `full ${fromMs}`, fromMs, hasHistory: true, hasStates: true },
    untilMs,
  });
  const { progress, cpuSeconds } = await fleet.done;
  console.log(
    `backlog: ${progress.messages} messages, ${progress.rows} rows, ${progress.moved} of them moved; it took the generator ${cpuSeconds.toFixed(1)} s of CPU`,
  );
  return progress.rows;
}

/** How far storing had come at a time. */
interface Moment {
  readonly atMs: number;
  /** The stream's number up to which everything is committed. */
  readonly storedUpTo: number;
  readonly left: number;
}

async function moment(manager: JetStreamManager, parts: Parts, isIt: (moment: Moment) => boolean): Promise<Moment> {
  for (;;) {
    const now = await momentOf(manager);
    if (isIt(now)) return now;
    if (!parts.aggregator.running()) throw new Error(`the aggregator ended:\n${parts.aggregator.log()}`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function momentOf(manager: JetStreamManager): Promise<Moment> {
  const { ack_floor, num_pending, num_ack_pending } = await manager.consumers.info(STREAM, CONSUMER);
  return { atMs: performance.now(), storedUpTo: ack_floor.stream_seq, left: num_pending + num_ack_pending };
}

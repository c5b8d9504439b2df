import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { encodeTraffic, subjectOf } from '@weir/model';
import { type Deltas, FakeAgent } from '../../medium/store/fake-agent.js';
import { bitsOf } from '../simulated/random.js';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Seconds are given for so long: what is rare among samples of ten seconds is known after 80 minutes, outages after 45. */
const FINE_MS = 90 * MINUTE_MS;
const AT_ONCE = 256;

/** What a host's days are made of: seconds that its agent measured. */
export interface Measured {
  readonly usual: readonly Deltas[];
  /** Seconds of its nightly job. */
  readonly job: readonly Deltas[];
}

/**
 * Publishes what the agent of a host would have, had it been there before: each second is one that it measured, drawn by chance,
 * nights by the minute, as a spool at its bound merges them. On each of the nights the job ran as long as it was measured, a day
 * before the next; the last of these days ends at `untilMs`.
 */
export async function publishPast(
  natsUrl: string,
  host: string,
  measured: Measured,
  { nights, untilMs }: { readonly nights: number; readonly untilMs: number },
): Promise<void> {
  const connection = await connect({ servers: natsUrl });
  const stream = jetstream(connection);
  const agent = new FakeAgent(host);
  let waiting: Promise<unknown>[] = [];
  for (const { atMs, ms, deltas } of past(measured, nights, untilMs)) {
    waiting.push(stream.publish(subjectOf('traffic', host), encodeTraffic(agent.tick(atMs, deltas, { ms }))));
    if (waiting.length < AT_ONCE) continue;
    await Promise.all(waiting);
    waiting = [];
  }
  await Promise.all(waiting);
  await connection.close();
}

interface Interval {
  readonly atMs: number;
  readonly ms: number;
  readonly deltas: Deltas;
}

function* past({ usual, job }: Measured, nights: number, untilMs: number): Generator<Interval> {
  const fineMs = untilMs - FINE_MS;
  const secondAt = (atMs: number): Deltas => {
    const sinceRunMs = DAY_MS - ((untilMs - atMs) % DAY_MS);
    const run = atMs < fineMs ? job[Math.floor(sinceRunMs / SECOND_MS)] : undefined;
    return run ?? usual[bitsOf(7, Math.floor(atMs / SECOND_MS)) % usual.length] ?? {};
  };
  const begunMs = nights === 0 ? fineMs : untilMs - nights * DAY_MS - HOUR_MS;
  for (let atMs = begunMs; atMs < untilMs;) {
    const ms = atMs < fineMs ? MINUTE_MS : SECOND_MS;
    const seconds = Array.from({ length: ms / SECOND_MS }, (_, index) => secondAt(atMs + index * SECOND_MS));
    atMs += ms;
    yield { atMs, ms, deltas: sum(seconds) };
  }
}

function sum(seconds: readonly Deltas[]): Deltas {
  const added: Record<string, number[]> = {};
  for (const second of seconds) {
    for (const [key, deltas] of Object.entries(second)) {
      const before = added[key];
      added[key] = before ? before.map((value, counter) => value + (deltas[counter] ?? 0)) : [...deltas];
    }
  }
  return added;
}

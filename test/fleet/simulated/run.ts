import { setTimeout as sleep } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { SimulatedFleet } from './fleet.js';
import type { AgentOptions } from './host.js';
import type { FleetOptions } from './plan.js';
import { type OnTaken, Publisher } from './publisher.js';

/** What a simulated fleet is to publish. */
export interface RunOptions {
  readonly fleet: FleetOptions;
  /** `fromMs` may lie in the past: what is past is published as fast as it is accepted, the rest as the clock goes. */
  readonly agents: AgentOptions;
  /** Where it ends, ms since 1970; null = when it is told to. */
  readonly untilMs: number | null;
  /** The past in samples of so many seconds, each up to a time, as from agents that had to merge; what follows in seconds. */
  readonly merged?: readonly { readonly untilMs: number; readonly seconds: number }[];
}

/** How far it has come. */
export interface Progress {
  /** The end of the last interval that was published by all hosts, ms since 1970. */
  readonly atMs: number;
  readonly messages: number;
  /** Series times seconds, idle ones included; and those that moved. */
  readonly rows: number;
  readonly moved: number;
  /** How often something had to be sent again, since the stream was full or did not answer. */
  readonly retries: number;
}

/** A write to the socket for each message took a quarter of this process's time, and as much of the server's. */
const MESSAGES_A_WRITE = 16;

/** Publishes what a fleet counts, never ahead of the clock, until its end or until it is stopped. All is acknowledged then. */
export async function runFleet(
  connection: NatsConnection,
  options: RunOptions,
  watch: { readonly stopped: AbortSignal; readonly onTaken?: OnTaken; onTick?(progress: Progress): void },
): Promise<SimulatedFleet> {
  const fleet = new SimulatedFleet(options.fleet, options.agents);
  const publisher = new Publisher(connection, watch.onTaken);
  const counts = { messages: 0, rows: 0, moved: 0 };
  let second = options.agents.fromMs / 1_000;
  while (!watch.stopped.aborted) {
    second = nextTick(second, options);
    if (second * 1_000 > (options.untilMs ?? Infinity)) break;
    await untilClock(second * 1_000, watch.stopped);
    if (watch.stopped.aborted) break;
    for (const message of fleet.tick(second)) {
      counts.messages += 1;
      counts.rows += message.rows;
      counts.moved += message.moved;
      publisher.post(message);
      if (counts.messages % MESSAGES_A_WRITE === 0) await publisher.room();
    }
    watch.onTick?.({ atMs: second * 1_000, ...counts, retries: publisher.retries });
  }
  await publisher.drain();
  return fleet;
}

function nextTick(second: number, { merged = [] }: RunOptions): number {
  return second + (merged.find(({ untilMs }) => second * 1_000 < untilMs)?.seconds ?? 1);
}

async function untilClock(ms: number, stopped: AbortSignal): Promise<void> {
  const waitMs = ms - Date.now();
  if (waitMs > 0) await sleep(waitMs, undefined, { signal: stopped }).catch(() => undefined);
}

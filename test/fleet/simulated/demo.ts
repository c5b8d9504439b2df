// The hosts of `npm run demo`: node --import tsx demo.ts <address of NATS> <file that remembers how far they came>
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { connect } from '@nats-io/transport-node';
import type { AgentOptions } from './host.js';
import { LagWatch } from './lag.js';
import { runFleet } from './run.js';

const FLEET = { seed: 1, hosts: 30, seriesPerHost: 20, isIdleAtTimes: true, hasTroubles: true };
const MINUTE_MS = 60_000;
const HISTORY_MS = 24 * 60 * MINUTE_MS;
/** So much of it second by second, and minute by minute; what is older comes in five minutes. */
const IN_SECONDS_MS = 15 * MINUTE_MS;
const IN_MINUTES_MS = 6 * 60 * MINUTE_MS;
const REMEMBER_EVERY_MS = 10_000;

const [natsUrl = '', memoryPath = ''] = process.argv.slice(2);
const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

const startedMs = Date.now();
/** As from agents whose spools were full. */
const MERGED = [
  { untilMs: startedMs - IN_MINUTES_MS, seconds: 300 },
  { untilMs: startedMs - IN_SECONDS_MS, seconds: 60 },
];
const connection = await connect({ servers: natsUrl, maxReconnectAttempts: -1 });
const lag = new LagWatch();
const storing = lag.watch(connection);
const reached = { atMs: 0, rememberedMs: 0, isPast: true };
const fleet = agents();
remember(Math.max(fleet.fromMs, startedMs));
await runFleet(
  connection,
  { fleet: FLEET, agents: fleet, untilMs: null, merged: MERGED },
  {
    stopped: stopping.signal,
    onTaken: (streamSeq, readyMs) => reached.isPast && lag.taken(streamSeq, readyMs),
    onTick: ({ atMs, messages }) => {
      reached.atMs = atMs;
      if (atMs + 1_000 > reached.rememberedMs) remember(atMs + REMEMBER_EVERY_MS);
      if (reached.isPast && atMs > Date.now() - 2_000) pastIsSent(messages);
    },
  },
);
remember(reached.atMs || fleet.fromMs);
await connection.close();

function pastIsSent(messages: number): void {
  reached.isPast = false;
  console.log(`${messages} messages of the past are sent`);
  lag.stop();
  void storing.then(() => console.log('the past is stored'));
}

/** They were never away: what they did not tell since the last demo they tell now, as hosts that were started then. */
function agents(): AgentOptions {
  const earliestMs = Math.floor((startedMs - HISTORY_MS) / MINUTE_MS) * MINUTE_MS;
  const life = randomBytes(8).toString('hex');
  if (!existsSync(memoryPath)) return { life, fromMs: earliestMs, hasHistory: true, hasStates: true, hasDetails: true };
  const { untilMs } = JSON.parse(readFileSync(memoryPath, 'utf8')) as { untilMs: number };
  const fromMs = Math.max(earliestMs, Math.ceil(untilMs / 1_000) * 1_000);
  return { life, fromMs, hasHistory: false, hasStates: true, hasDetails: true };
}

/** While it runs, ahead of what is sent, so that a killed demo tells nothing twice. */
function remember(untilMs: number): void {
  reached.rememberedMs = untilMs;
  writeFileSync(`${memoryPath}.new`, JSON.stringify({ untilMs }));
  renameSync(`${memoryPath}.new`, memoryPath);
}

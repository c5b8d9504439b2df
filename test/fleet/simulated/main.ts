// The simulated fleet as a process of its own: what to do comes as JSON in its argument, how far it is goes to its parent.
import { connect } from '@nats-io/transport-node';
import { type Lag, LagWatch } from './lag.js';
import { type Progress, runFleet, type RunOptions } from './run.js';

/** What the process is told. */
export interface ProcessOptions extends RunOptions {
  readonly natsUrl: string;
  /** From when on to watch how long messages take until they are committed, ms since 1970; it waits for the last one then. */
  readonly watchesLagFromMs?: number;
}

/** What the process tells: its progress now and then, and at its end the lags that it saw. */
export type ProcessNews =
  { readonly kind: 'progress'; readonly progress: Progress } | { readonly kind: 'done'; readonly outcome: Outcome };

/** What it came to: how long messages took, and what CPU this process did. */
export interface Outcome {
  readonly lags: readonly Lag[];
  readonly cpuSeconds: number;
}

const TELL_EVERY_MS = 200;

const options = JSON.parse(process.argv[2] ?? '') as ProcessOptions;
const stopping = new AbortController();
process.once('SIGTERM', () => stopping.abort());
/** Resolves when it is on its way: what is still to be written when a process disconnects is lost. */
const tell = (news: ProcessNews): Promise<void> =>
  new Promise((resolve) => (process.send ? process.send(news, () => resolve()) : resolve()));

const connection = await connect({ servers: options.natsUrl, noAsyncTraces: true });
const { watchesLagFromMs } = options;
const lag = watchesLagFromMs === undefined ? null : new LagWatch(watchesLagFromMs);
const watching = lag?.watch(connection);
let toldMs = 0;
let last: Progress | null = null;
await runFleet(connection, options, {
  stopped: stopping.signal,
  onTaken: (streamSeq, readyMs) => lag?.taken(streamSeq, readyMs),
  onTick: (progress) => {
    last = progress;
    if (Date.now() - toldMs < TELL_EVERY_MS) return;
    toldMs = Date.now();
    void tell({ kind: 'progress', progress });
  },
});
const lags = lag?.stop() ?? [];
await watching;
if (last) await tell({ kind: 'progress', progress: last });
const { user, system } = process.cpuUsage();
await tell({ kind: 'done', outcome: { lags, cpuSeconds: (user + system) / 1e6 } });
await connection.close();
process.disconnect?.();

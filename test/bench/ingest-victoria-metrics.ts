import { setTimeout as sleep } from 'node:timers/promises';
import { COUNTERS, decodeTraffic } from '@weir/model';
import { SimulatedFleet } from '../fleet/simulated/fleet.js';
import { startVictoriaMetrics } from '../support/victoria-metrics.js';
import type { Backlog } from './ingest-full.js';
import { treeCpuSeconds } from './process-cost.js';
import { quick } from './report.js';

/** What Telegraf sends at once. */
const LINES_AT_ONCE = 1_000;
/** What it took in is written and merged within. */
const SETTLES_MS = quick ? 3_000 : 15_000;

/**
 * Feeds VictoriaMetrics the rows of a fleet, second by second, by the way of those that it offers which costs it least:
 * InfluxDB's line protocol, a line for each series and second with its eight counters. Answers rows per CPU-second.
 */
export async function feedVictoriaMetrics({ hosts, seriesPerHost, seconds }: Backlog): Promise<number> {
  const server = await startVictoriaMetrics();
  const fromMs = Math.floor(Date.now() / 1_000 - seconds) * 1_000;
  const fleet = new SimulatedFleet(
    { seed: 2, hosts, seriesPerHost, isIdleAtTimes: false },
    { life: 'victoria', fromMs, hasHistory: true, hasStates: false },
  );
  const totals = new Map<string, number[]>();
  let rows = 0;
  let before = 0;
  for (let second = 1; second <= seconds; second += 1) {
    // The first second makes the series, as with the other side's inventories.
    if (second === 2) before = treeCpuSeconds(server.process.pid);
    const lines = [...fleet.tick(fromMs / 1_000 + second)].flatMap(({ kind, payload }) =>
      kind === 'traffic' ? linesOf(payload, totals) : [],
    );
    for (let from = 0; from < lines.length; from += LINES_AT_ONCE) {
      await write(server.url, lines.slice(from, from + LINES_AT_ONCE));
    }
    if (second > 1) rows += lines.length;
  }
  await sleep(SETTLES_MS);
  const cpuSeconds = treeCpuSeconds(server.process.pid) - before;
  await server.stop();
  console.log(`VictoriaMetrics: ${rows} rows in ${cpuSeconds.toFixed(1)} s of CPU`);
  return rows / cpuSeconds;
}

/** Cumulative counters, as its users store them: it is made for those. */
function linesOf(payload: string, totals: Map<string, number[]>): string[] {
  const decoded = decodeTraffic(payload);
  if (!decoded.ok) throw new Error(decoded.refusal.reason);
  const { host, keys, columns, at } = decoded.value;
  return keys.map((key, index) => {
    const name = `${host} ${key}`;
    const before = totals.get(name) ?? COUNTERS.map(() => 0);
    const now = COUNTERS.map((counter, column) => (before[column] ?? 0) + (columns[counter][index] ?? 0));
    totals.set(name, now);
    const fields = COUNTERS.map((counter, column) => `${counter}=${now[column]}`);
    return `weir,host=${host},interface=${key} ${fields.join(',')} ${at}`;
  });
}

async function write(url: string, lines: readonly string[]): Promise<void> {
  const response = await fetch(`${url}/write?precision=ms`, { method: 'POST', body: lines.join('\n') });
  if (!response.ok) throw new Error(`VictoriaMetrics answers ${response.status}: ${await response.text()}`);
}

import type { Pool } from 'pg';
import { Turn } from '../../background/turns.js';
import { readBaselines } from '../../store/patterns/baselines.js';
import { readOpenPatterns } from '../../store/patterns/read-patterns.js';
import { writePatterns } from '../../store/patterns/write-patterns.js';
import { storedFrames } from '../../store/patterns/stored-frames.js';
import { SeriesAnalysis } from '../engine/series-analysis.js';
import type { HostAnalysis } from './host-analysis.js';
import type { HostLine } from './host-line.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const LONGEST_BACK_MS = 14 * 24 * HOUR_MS;
/** Of what was never analysed so much is, when a process begins: some 20 s of CPU at most, in short turns. */
const MOST_SAMPLES_BACK = 2_000_000;
/** States are saved by turns: the oldest of a host that was looked at to the end is not older than this. */
const SAVED_WITHIN_MS = HOUR_MS;
/** Patterns that ended earlier do not go on. */
const ENDED_WITHIN_MS = HOUR_MS;

/** Goes on with what was saved and told of hosts, before anything is fed. */
export async function restore(pool: Pool, lines: readonly HostLine[], nowMs: number): Promise<void> {
  const hosts = lines.map(({ analysis }) => analysis);
  const slots = new Map(hosts.flatMap((host) => [...host.series].map((slot) => [slot.told.seriesId, slot] as const)));
  for (const { seriesId, atMs, state } of await readBaselines(pool, [...slots.keys()])) {
    const slot = slots.get(seriesId);
    const analysis = slot && SeriesAnalysis.restore(state);
    if (!analysis) continue;
    slot.analysis = analysis;
    [slot.fedMs, slot.savedMs] = [atMs, atMs];
  }
  await restorePatterns(pool, hosts, nowMs);
}

async function restorePatterns(pool: Pool, hosts: readonly HostAnalysis[], nowMs: number): Promise<void> {
  const byId = new Map(hosts.map((host) => [host.known.hostId, host]));
  for (const row of await readOpenPatterns(pool, [...byId.keys()], nowMs - ENDED_WITHIN_MS)) {
    const host = byId.get(row.hostId);
    const slot = row.seriesId === null ? undefined : host?.slotOf(row.seriesId);
    if (host && slot) host.findings.restore(row, slot, slot.analysis ? slot.fedMs : null);
    // The interface has gone, and nobody will tell of its end.
    else if (row.endMs === null) await writePatterns(pool, [{ ...row, endMs: row.lastSeenMs }]);
  }
}

/** Feeds a host what was stored since it was fed last, and then what waits. */
export async function fill(
  pool: Pool,
  line: HostLine,
  seriesInAll: number,
  nowMs: number,
  stopped: AbortSignal,
): Promise<void> {
  const { analysis } = line;
  line.beginFilling();
  const turn = new Turn();
  for await (const frames of storedFrames(pool, analysis.known.hostId, sinceMs(analysis, seriesInAll, nowMs), nowMs)) {
    for (const frame of frames) {
      analysis.takeStored(frame, nowMs);
      await turn.pass();
    }
    if (stopped.aborted) return;
  }
  line.goLive(nowMs);
}

/** Since when to read: where it was fed last; or, where it never was, as far back as is worth it. */
function sinceMs({ newestMs, series, known }: HostAnalysis, seriesInAll: number, nowMs: number): number {
  const backMs = Math.min(LONGEST_BACK_MS, (MOST_SAMPLES_BACK / Math.max(1, seriesInAll)) * MINUTE_MS);
  const earliestMs = Math.max(known.firstMs, nowMs - backMs);
  if (Number.isFinite(newestMs)) return Math.max(newestMs, earliestMs);
  const fedMs = [...series].map((slot) => slot.fedMs).filter(Number.isFinite);
  const [first, last] = [Math.min(...fedMs), Math.max(...fedMs)];
  return fedMs.length === 0 ? earliestMs : Math.max(first, last - SAVED_WITHIN_MS, earliestMs);
}

import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AnomalyScorer } from '../../apps/aggregator/src/analyse/score/anomaly-scorer.js';
import { detector } from './detect-classes.js';
import { csvFilesIn, streamCsv } from './detect-files.js';
import { type CleanSeries, tell } from './detect-series.js';
import { announce, asTyped, type Figures, quick, report } from './report.js';

const { values: asked } = parseArgs({
  options: { in: { type: 'string' }, out: { type: 'string' }, quick: { type: 'boolean' } },
});
if ((asked.in === undefined) !== (asked.out === undefined)) {
  throw new Error('--in DIR (CSV files to read) and --out DIR (where scores go) are given together, or neither');
}

const CLEAN: readonly CleanSeries[] = [
  { name: '1 s', stepMs: 1_000, rows: 200_000, seed: 1, heavy: false, memory: 0 },
  { name: '1 s, heavy-tailed', stepMs: 1_000, rows: 200_000, seed: 2, heavy: true, memory: 0.5 },
  { name: '1 min', stepMs: 60_000, rows: 100_000, seed: 3, heavy: false, memory: 0.7 },
  { name: '5 min, heavy-tailed', stepMs: 300_000, rows: 50_000, seed: 4, heavy: true, memory: 0 },
];
/** Scores of the first tenth are said while little is known. */
const LEARNING_SHARE = 0.1;
const LEVELS = [0.9, 0.99, 0.999];

announce('The anomaly score: what a row costs, what a series keeps, and how many rows of clean series exceed a score.');
const figures = { ...(await scored()), ...clean() };
report('detect', figures);

/** Scores the files that were named. */
async function scored(): Promise<Figures> {
  if (asked.in === undefined || asked.out === undefined) return {};
  const [from, out] = [asTyped(asked.in), asTyped(asked.out)];
  let rows = 0;
  const files = csvFilesIn(from);
  for (const file of files) {
    rows += await streamCsv(join(from, file), join(out, file), detector());
  }
  return { files: files.length, rows };
}

/** Share of clean rows that exceed each level, beside the share that should: 1 - level; and what a row costs. */
function clean(): Figures {
  let rows = 0;
  let cpuMicroseconds = 0;
  let stateBytes = 0;
  const shares: Record<string, number> = {};
  for (const series of CLEAN.map((each) => (quick ? { ...each, rows: each.rows / 4 } : each))) {
    const run = scoreClean(series);
    rows += series.rows;
    cpuMicroseconds += run.cpuMicroseconds;
    stateBytes = Math.max(stateBytes, run.stateBytes);
    const known = run.scores.subarray(Math.floor(series.rows * LEARNING_SHARE));
    for (const level of LEVELS) {
      const share = known.filter((score) => score > level).length / known.length;
      shares[`${series.name} above ${level}`] = Number(share.toPrecision(2));
    }
  }
  return { usPerSample: Number((cpuMicroseconds / rows).toFixed(3)), stateBytes, ...shares };
}

/** Tells the series first, so that the CPU is the scorer's alone. */
function scoreClean(series: CleanSeries): { scores: Float64Array; cpuMicroseconds: number; stateBytes: number } {
  const told: { atMs: number; value: number }[] = [];
  tell(series, (atMs, value) => told.push({ atMs, value }));
  const scores = new Float64Array(series.rows);
  const scorer = new AnomalyScorer();
  const before = process.cpuUsage();
  for (const [row, { atMs, value }] of told.entries()) {
    scorer.update(atMs, value);
    scores[row] = scorer.score;
  }
  const { user, system } = process.cpuUsage(before);
  return { scores, cpuMicroseconds: user + system, stateBytes: scorer.save().byteLength };
}

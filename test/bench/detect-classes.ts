import { SeriesAnalysis } from '../../apps/aggregator/src/analyse/engine/series-analysis.js';
import type { Finding } from '../../apps/aggregator/src/analyse/pattern/finding.js';
import type { Detect } from './detect-files.js';

/** A gap says nothing of the length of a row; a step that has become longer is followed within a few rows. */
const MOST_GROWTH = 2;

/** Scores rows of one value, and names the patterns that go on in them. */
export function detector(): Detect {
  const analysis = new SeriesAnalysis();
  const goingOn = new Map<number, Finding>();
  let [previousMs, lengthMs] = [NaN, NaN];
  return (atMs, value) => {
    const passedMs = atMs - previousMs;
    if (passedMs > 0) lengthMs = lengthMs > 0 ? Math.min(passedMs, MOST_GROWTH * lengthMs) : passedMs;
    previousMs = atMs;
    const found = analysis.feedValue(atMs, lengthMs, value);
    const classes = classesOf(found, goingOn);
    const { score, novelty, deviation } = analysis;
    return { score, novelty, deviation, classes };
  };
}

/** Of what was told and is neither over nor taken back. */
function classesOf(found: readonly Finding[], goingOn: Map<number, Finding>): string[] {
  for (const finding of found) {
    if (finding.endMs === null) goingOn.set(finding.id, finding);
    else goingOn.delete(finding.id);
  }
  return [...new Set([...goingOn.values()].map((finding) => finding.class))];
}

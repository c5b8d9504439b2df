import { MAX_POINTS } from '../series.js';
import type { StateRange } from './asked.js';

/** From this step on there are sums of five minutes. */
const SUMMED_FROM_MS = 300_000;
/** States as told are read of so long at a time: of a hundred hosts that is what an answer may read. */
const TOLD_MS = 1_800_000;

/** A range as stretches of whole steps, each of as many as are answered at once. */
export function* stretchesOf(fromMs: number, toMs: number, stepMs: number): Generator<StateRange> {
  const most = stepMs < SUMMED_FROM_MS ? Math.max(1, Math.floor(TOLD_MS / stepMs)) : MAX_POINTS;
  const steps = Math.min(most, MAX_POINTS);
  for (let startMs = Math.floor(fromMs / stepMs) * stepMs; startMs < toMs; startMs += steps * stepMs) {
    const points = Math.min(steps, Math.ceil((toMs - startMs) / stepMs));
    yield { fromMs: startMs, toMs: startMs + points * stepMs, points };
  }
}

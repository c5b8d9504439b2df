const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The steps a series may have: round to people, each with its borders at fixed moments of UTC. */
export const STEP_LADDER_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 7, 14, 30].map((days) => days * DAY_MS),
];

/** Below this step a series is read from raw samples, from it on from the roll-up. */
export const ROLLUP_MS = MINUTE_MS;

/** The buckets of a series: bucket i covers [startMs + i × stepMs, startMs + (i + 1) × stepMs). */
export interface Grid {
  /** ms since 1970. */
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

/**
 * The finest grid over [fromMs, toMs) with at most `points` buckets.
 *
 * Its borders are multiples of the step, so that a chart that slides along keeps its buckets. Only where so few points
 * are asked that no such grid fits (one point across midnight) it begins at the range's own start. No step is below
 * `minStepMs`, the finest in which the range is still stored.
 */
export function chooseGrid(fromMs: number, toMs: number, points: number, minStepMs = SECOND_MS): Grid {
  const spanMs = toMs - fromMs;
  const wide = STEP_LADDER_MS.filter((stepMs) => stepMs >= minStepMs && stepMs * points >= spanMs).slice(0, 3);
  const aligned = wide.map((stepMs) => gridFrom(fromMs, toMs, stepMs, stepMs)).find(({ count }) => count <= points);
  return aligned ?? unalignedGrid(fromMs, toMs, points, minStepMs);
}

/** When the grid's last bucket ends, ms since 1970. */
export function endOf(grid: Grid): number {
  return grid.startMs + grid.count * grid.stepMs;
}

function unalignedGrid(fromMs: number, toMs: number, points: number, minStepMs: number): Grid {
  for (const stepMs of STEP_LADDER_MS.filter((step) => step >= minStepMs)) {
    const grid = gridFrom(fromMs, toMs, stepMs, Math.max(unitOf(stepMs), minStepMs));
    if (grid.count <= points) return grid;
  }
  const unitMs = Math.max(MINUTE_MS, minStepMs);
  const days = Math.ceil((toMs - fromMs + unitMs) / points / DAY_MS);
  return gridFrom(fromMs, toMs, days * DAY_MS, unitMs);
}

/** Roll-ups begin at whole minutes, so a grid that reads them must too. */
const unitOf = (stepMs: number): number => (stepMs < ROLLUP_MS ? SECOND_MS : MINUTE_MS);

function gridFrom(fromMs: number, toMs: number, stepMs: number, unitMs: number): Grid {
  const startMs = Math.floor(fromMs / unitMs) * unitMs;
  return { startMs, stepMs, count: Math.ceil((toMs - startMs) / stepMs) };
}

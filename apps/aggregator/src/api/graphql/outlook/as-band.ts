import { roundedRate } from '../../../query/group-bins.js';
import type { Band } from '../../../query/patterns/baseline.query.js';
import type { BaselineBandType } from './baseline.type.js';

/** A band, as GraphQL answers it. */
export function asBand(band: Band | null): BaselineBandType | null {
  if (!band) return null;
  const { savedAt, stepMs, at, low, middle, high, confidence } = band;
  return {
    ...{ savedAt, stepMilliseconds: stepMs, at, confidence },
    ...{ low: low.map(roundedRate), middle: middle.map(roundedRate), high: high.map(roundedRate) },
  };
}

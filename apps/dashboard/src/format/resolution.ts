import { formatDuration } from './time.js';

const READ: Readonly<Record<string, string>> = {
  raw: 'samples as they were measured',
  '1m': 'sums over minutes',
  '5m': 'sums over 5 minutes',
  '1h': 'sums over hours',
  '1d': 'sums over days',
};
/** What a point of a chart is: `Each point is 5 min, read from sums over minutes.` */
export function describeResolution(stepMilliseconds: number, resolution: string): string {
  return `Each point is ${formatDuration(stepMilliseconds)}, read from ${READ[resolution] ?? resolution}.`;
}

/** What is missing of a range in words; empty where it is known from end to end. */
export function describeCoverage(coveredMilliseconds: number, rangeMilliseconds: number): string {
  const share = rangeMilliseconds > 0 ? coveredMilliseconds / rangeMilliseconds : 1;
  if (coveredMilliseconds === 0) return 'Nothing is stored of this range.';
  if (share > 0.98) return '';
  return `Of these ${formatDuration(rangeMilliseconds)}, ${formatDuration(coveredMilliseconds)} are known.`;
}

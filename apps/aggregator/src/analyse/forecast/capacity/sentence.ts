import type { LinkOutlook, LinkQuestion } from './outlook.js';

/** The outlook in plain words: `reaches 80 % of the link on 2026-12-24 (2026-12-19 to 2027-01-02)`. */
export function outlookSentence(outlook: LinkOutlook, { share, horizonDays }: LinkQuestion): string {
  const limit = `${Math.round(share * 100)} % of the link`;
  if (outlook.kind === 'unknown') return `too little is known to say when it reaches ${limit}`;
  if (outlook.kind === 'reached') return `reaches ${limit} already`;
  if (outlook.kind === 'not within') return `does not reach ${limit} within ${horizonDays} days`;
  const latest = outlook.latestMs === null ? 'or much later' : `to ${dateOf(outlook.latestMs)}`;
  return `reaches ${limit} on ${dateOf(outlook.atMs)} (${dateOf(outlook.earliestMs)} ${latest})`;
}

function dateOf(atMs: number | null): string {
  return new Date(atMs ?? NaN).toISOString().slice(0, 10);
}

import type { Counter, Decoded, Refusal } from '@weir/model';
import { type LinkOutlook, linkOutlook } from '../../analyse/forecast/capacity/outlook.js';
import { outlookSentence } from '../../analyse/forecast/capacity/sentence.js';
import type { Filter } from '../filter.js';

/** Which links are looked at, and what full means. */
export interface CapacityAsked {
  /** Id of an interface; excludes the filter. */
  readonly interface: string | null;
  readonly filter: Filter | null;
  /** At most so many links: those with the highest share of use. */
  readonly first: number;
  readonly horizonDays: number;
  /** The share of its speed from which on a link is full, 0 … 1. */
  readonly share: number;
}

/** A link and how busy it was. */
export interface Link {
  /** Id of the interface. */
  readonly netId: string;
  readonly speedBitsPerSecond: number;
  /** The way that is busier. */
  readonly counter: Counter;
  /** Bytes a second that 95 % of the hours of the last week did not exceed, and that as a share of the speed; null before the first whole hour of it. */
  readonly p95PerSecond: number | null;
  readonly share: number | null;
}

/** A link and when it is full. */
export interface LinkCapacity extends Link {
  readonly outlook: LinkOutlook;
  readonly daysLeft: number | null;
  readonly daysLeftLow: number | null;
  readonly daysLeftHigh: number | null;
  readonly sentence: string;
}

/** The links that are fullest, those that are full first in front. */
export interface CapacityAnswer {
  readonly links: readonly LinkCapacity[];
  /** How many links there are, and how many of them tell no speed. */
  readonly linkCount: number;
  readonly unknownSpeedCount: number;
}

/** Hourly rates of a link, one way each. */
export type Ways = readonly { readonly counter: Counter; readonly rates: Float64Array }[];

export type CapacityResult = Decoded<CapacityAnswer>;

export const MOST_LINKS = 100;
export const MOST_HORIZON_DAYS = 365;
const DAY_MS = 86_400_000;

/** What is wrong with a request, but for its filter; or null. */
export function refusalOfCapacity({
  interface: netId,
  filter,
  first,
  horizonDays,
  share,
}: CapacityAsked): Refusal | null {
  if (netId !== null && filter) return { field: 'filter', reason: 'excludes interface: give one of them' };
  if (!isWhole(first, MOST_LINKS)) return { field: 'first', reason: `is not between 1 and ${MOST_LINKS}` };
  if (!isWhole(horizonDays, MOST_HORIZON_DAYS)) {
    return { field: 'horizonDays', reason: `is not between 1 and ${MOST_HORIZON_DAYS}` };
  }
  return share > 0 && share <= 1 ? null : { field: 'percent', reason: 'is not above 0 and at most 100' };
}

/** When a link is full, by its hourly rates of both ways; the way that is full first counts. */
export function capacityOf(link: Link, ways: Ways, endMs: number, { share, horizonDays }: CapacityAsked): LinkCapacity {
  const question = { capacity: link.speedBitsPerSecond / 8, share, horizonDays };
  // Of two that are as far from it, the busier one is told of.
  const isOther = ({ counter }: { readonly counter: Counter }): number => Number(counter !== link.counter);
  const outlooks = [...ways]
    .sort((one, other) => isOther(one) - isOther(other))
    .map(({ counter, rates }) => ({
      counter,
      outlook: linkOutlook({ values: rates, stepMs: DAY_MS / 24, endMs }, question),
    }));
  const [soonest] = outlooks.sort((one, other) => compareOutlooks(one.outlook, other.outlook));
  const outlook = soonest?.outlook ?? UNKNOWN;
  const daysUntil = (atMs: number | null): number | null => {
    if (outlook.kind === 'reached') return 0;
    return atMs === null ? null : Math.max(0, Math.ceil((atMs - endMs) / DAY_MS));
  };
  return {
    ...link,
    counter: outlook.kind === 'unknown' ? link.counter : (soonest?.counter ?? link.counter),
    outlook,
    daysLeft: daysUntil(outlook.atMs),
    daysLeftLow: daysUntil(outlook.earliestMs),
    daysLeftHigh: daysUntil(outlook.latestMs),
    sentence: outlookSentence(outlook, question),
  };
}

const UNKNOWN: LinkOutlook = {
  ...{ kind: 'unknown', atMs: null, earliestMs: null, latestMs: null, strength: 0, evidence: {} },
};

/** The order in which links are busy, the busiest first; those of which nothing is known come last. */
export function compareBusy(one: Pick<Link, 'share'>, other: Pick<Link, 'share'>): number {
  return (other.share ?? NOTHING) - (one.share ?? NOTHING);
}

/** Less than any share. */
const NOTHING = -1;
const KINDS: readonly LinkOutlook['kind'][] = ['reached', 'reaches', 'not within', 'unknown'];

/** The order in which links are full; of those of which that is not known, or not soon, the likelier first. */
export function compareOutlooks(one: LinkOutlook, other: LinkOutlook): number {
  return (
    KINDS.indexOf(one.kind) - KINDS.indexOf(other.kind) ||
    (one.atMs ?? Infinity) - (other.atMs ?? Infinity) ||
    other.strength - one.strength
  );
}

const isWhole = (value: number, most: number): boolean => Number.isInteger(value) && value >= 1 && value <= most;

import type { Finding } from '../pattern/finding.js';
import type { AnalysedInterface } from '../../store/patterns/analysed-hosts.js';
import { isBelow, rankOf } from './kinds.js';
import { magnitudeOf, spanOf, wayOf } from './magnitude.js';

/** A finding and the interface that showed it; `entityKey` = what it would be told of. */
export interface Suspect {
  readonly told: AnalysedInterface;
  readonly finding: Finding;
  readonly entityKey: string;
}

/** What explains at least so much of it is its cause. */
const EXPLAINED_SHARE = 0.5;
/** Starts are found to some minutes: those of steps and slopes are read off minutes. */
const SAME_START_MS = 10 * 60_000;
/** Runs of these are told of while they go on for months. */
const LASTING: ReadonlySet<string> = new Set(['seasonality']);

/**
 * Of findings of one host, which is explained by which: the lowest interface that explains half of it is the cause of what shows
 * above it; where no single one does, but several together, what stands above is the cause of theirs. What is its own cause is
 * not among the answers.
 */
export function causesOf<T extends Suspect>(suspects: readonly T[]): Map<T, T> {
  const causes = new Map<T, T>();
  const rising = [...suspects].sort((one, other) => rankOf(one.told) - rankOf(other.told) || size(other) - size(one));
  for (const upper of rising) {
    const alike = rising.filter((each) => each !== upper && !causes.has(each) && isAlike(each, upper));
    const cause = alike.find((lower) => explains(lower, upper)) ?? twinOf(upper, alike, rising);
    if (cause) causes.set(upper, cause);
    else foldBeneath(upper, alike, causes);
  }
  return causes;
}

function foldBeneath<T extends Suspect>(upper: T, alike: readonly T[], causes: Map<T, T>): void {
  const below = alike.filter((each) => isBelow(each.told, upper.told));
  const together = below.reduce((sum, each) => sum + size(each), 0);
  if (below.length < 2 || together < EXPLAINED_SHARE * size(upper)) return;
  for (const each of below) causes.set(each, upper);
  for (const [folded, cause] of causes) if (below.includes(cause)) causes.set(folded, upper);
}

function explains(lower: Suspect, upper: Suspect): boolean {
  if (!isBelow(lower.told, upper.told)) return false;
  const [of, all] = [size(lower), size(upper)];
  return of === 0 || all === 0 || of >= EXPLAINED_SHARE * all;
}

/** The same event told twice of one thing: the same job of a container that has two interfaces. */
function twinOf<T extends Suspect>(one: T, alike: readonly T[], order: readonly T[]): T | undefined {
  return alike.find((other) => other.entityKey === one.entityKey && order.indexOf(other) < order.indexOf(one));
}

/** Whether two findings may be of one event. */
function isAlike(one: Suspect, other: Suspect): boolean {
  if (LASTING.has(one.finding.class)) return one.finding.class === other.finding.class;
  const [way, otherWay] = [wayOf(one.finding), wayOf(other.finding)];
  const isSame = way === null || otherWay === null ? isSameClass(one, other) : way === otherWay;
  return isSame && isAtOnce(one.finding, other.finding);
}

/** What turned round may have done so because something below it rose. */
function isSameClass(one: Suspect, other: Suspect): boolean {
  if (one.finding.class === other.finding.class) return true;
  const [lower, upper] = rankOf(one.told) < rankOf(other.told) ? [one, other] : [other, one];
  return upper.finding.class === 'asymmetric flip' && wayOf(lower.finding) !== null;
}

function isAtOnce(one: Finding, other: Finding): boolean {
  const [[start, end], [otherStart, otherEnd]] = [spanOf(one), spanOf(other)];
  return start <= otherEnd && otherStart <= end && Math.abs(start - otherStart) <= SAME_START_MS;
}

/** 0 where its figures do not tell. */
function size({ finding }: Suspect): number {
  return magnitudeOf(finding) || 0;
}

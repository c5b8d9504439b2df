import type { Finding } from '../pattern/finding.js';
import type { AnalysedInterface } from '../../store/patterns/analysed-hosts.js';
import { isBelow, RANKS, rankOf } from './kinds.js';
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
  const things = new Map<string, T[]>();
  let lower: readonly T[] = [];
  for (const level of levelsOf(suspects)) {
    for (const upper of level) {
      const alike = lower.filter((each) => !causes.has(each) && isAlike(each, upper));
      const thing = thingOf(upper);
      const told = things.get(thing) ?? [];
      const cause = causeOf(upper, alike) ?? told.find((each) => isAlike(each, upper));
      if (cause) layTo(cause, [upper, ...membersOf(upper, alike)], causes);
      else foldBeneath(upper, alike, causes);
      if (!cause) things.set(thing, [...told, upper]);
    }
    lower = [...lower, ...level];
  }
  foldTheSame(
    suspects.filter((each) => !causes.has(each)),
    causes,
  );
  return causes;
}

/** What rises or falls on several uplinks of a host at once is one event, of the largest; what is wrong with a link is its own. */
function thingOf({ told, entityKey, finding }: Suspect): string {
  return told.isUplink && wayOf(finding) !== null ? 'uplinks' : entityKey;
}

/** A container may have several interfaces, but of one class there is one pattern on it at a time: the one that began first. */
function foldTheSame<T extends Suspect>(roots: readonly T[], causes: Map<T, T>): void {
  const things = new Map<string, T[]>();
  for (const root of roots.toSorted((one, other) => one.finding.startMs - other.finding.startMs)) {
    const name = `${root.entityKey} ${root.finding.class}`;
    const told = things.get(name) ?? [];
    const first = told.find(
      (each) => each.told.seriesId !== root.told.seriesId && isOverlapping(each.finding, root.finding),
    );
    if (!first) {
      things.set(name, [...told, root]);
      continue;
    }
    for (const [each, cause] of causes) if (cause === root) causes.set(each, first);
    causes.set(root, first);
  }
}

function isOverlapping(one: Finding, other: Finding): boolean {
  return one.startMs <= (other.endMs ?? Infinity) && other.startMs <= (one.endMs ?? Infinity);
}

/** From the lowest to the highest, in each the largest first: a host may have thousands at the lowest, which need not be compared. */
function levelsOf<T extends Suspect>(suspects: readonly T[]): T[][] {
  const levels = Object.values(RANKS).map((rank) => suspects.filter(({ told }) => rankOf(told) === rank));
  return levels.map((level) => level.sort((one, other) => size(other) - size(one)));
}

/** What shows on several members of a bond is of none of them: each carries its part of whatever passes the bond. */
function causeOf<T extends Suspect>(upper: T, alike: readonly T[]): T | undefined {
  const members = membersOf(upper, alike);
  const candidates = members.length > 1 ? alike.filter((each) => !members.includes(each)) : alike;
  return candidates.find((each) => explains(each, upper));
}

function membersOf<T extends Suspect>({ told: bond }: T, alike: readonly T[]): readonly T[] {
  return alike.filter(({ told }) => told.class === 'bond-member' && told.master === bond.name);
}

function layTo<T extends Suspect>(cause: T, all: readonly T[], causes: Map<T, T>): void {
  for (const each of all) if (each !== cause) causes.set(each, cause);
}

function foldBeneath<T extends Suspect>(upper: T, alike: readonly T[], causes: Map<T, T>): void {
  const below = alike.filter((each) => isBelow(each.told, upper.told));
  const together = below.reduce((sum, each) => sum + size(each), 0);
  if (below.length < 2 || together < EXPLAINED_SHARE * size(upper)) return;
  const folded = new Set(below);
  for (const each of below) causes.set(each, upper);
  for (const [each, cause] of causes) if (folded.has(cause)) causes.set(each, upper);
}

function explains(lower: Suspect, upper: Suspect): boolean {
  if (!isBelow(lower.told, upper.told)) return false;
  const [of, all] = [size(lower), size(upper)];
  return of === 0 || all === 0 || of >= EXPLAINED_SHARE * all;
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

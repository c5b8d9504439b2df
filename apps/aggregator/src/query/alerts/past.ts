import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { alignedTo } from '../../store/block/window.js';
import { finestStepMs } from '../extent.js';
import type { Filter } from '../filter.js';
import type { Grid } from '../grid.js';
import { onOpenedSnapshot, onSnapshot } from '../snapshot.js';
import type { WatchedLevel } from '../watched/scope-keys.js';
import { hasStatePast, readStatePast, STATE_STEP_MS } from './past-states.js';
import { hasTrafficPast, membersOfPast, readTrafficPast } from './past-traffic.js';

/** Whose past is asked for, and which figures of it; times are ms since 1970. */
export interface PastAsked {
  readonly level: WatchedLevel;
  readonly filter: Filter;
  /** As rules name them. */
  readonly figures: readonly string[];
  readonly fromMs: number;
  readonly toMs: number;
  /** Of more nothing is read; null = as many as can be. */
  readonly mostSubjects: number | null;
}

/** What is known of one subject: one value a step; NaN = unknown. */
export interface PastOf {
  readonly key: string;
  readonly name: string;
  readonly figures: Readonly<Record<string, Float64Array>>;
}

export interface PastSteps {
  readonly stepMs: number;
  /** The ends of the steps, rising. */
  readonly atMs: Float64Array;
}

/** Takes one subject after the other, so that none but that one is in memory. */
export type TakePast = (subject: PastOf, steps: PastSteps) => void;

export type PastAnswer =
  | { readonly ok: true; readonly subjectCount: number; readonly stepMs: number }
  | { readonly ok: false; readonly refusal: Refusal };

const MINUTE_MS = 60_000;
/** As many values are read by the minute: 400 subjects of a week. */
const MOST_BY_THE_MINUTE = 4_000_000;
/** And by five minutes: 10,000 subjects of a week. It takes some seconds of the thread, with turns of others between hosts. */
const MOST_VALUES = 20_000_000;
const TIMEOUT_MS = 60_000;

/** Whether a figure is kept, so that what was can be told; others are only known as they pass. */
export function isKept(figure: string, level: WatchedLevel): boolean {
  return hasTrafficPast(figure) || hasStatePast(figure, level);
}

/** Reads the past of all that a filter means, by the minute or by five; all figures must be kept. */
export async function readPast(pool: Pool, asked: PastAsked, take: TakePast): Promise<PastAnswer> {
  const { figures, level } = asked;
  if (figures.every(hasTrafficPast)) return trafficPast(pool, asked, take);
  if (figures.every((figure) => hasStatePast(figure, level))) return statePast(pool, asked, take);
  const missing = figures.find((figure) => !isKept(figure, level));
  const reason =
    missing === undefined
      ? 'is kept apart from ofFigure: the rule can be saved, but not tried'
      : `${missing} is not kept for the past: the rule can be saved, but not tried`;
  return { ok: false, refusal: { field: 'figure', reason } };
}

async function trafficPast(pool: Pool, asked: PastAsked, take: TakePast): Promise<PastAnswer> {
  const finestMs = await onOpenedSnapshot(pool, (_, { horizons }) =>
    Promise.resolve(Math.max(MINUTE_MS, finestStepMs(horizons, asked.fromMs))),
  );
  const members = await membersOfPast(pool, asked);
  const subjectCount = members.groups.length;
  const isMany = (subjectCount * (asked.toMs - asked.fromMs)) / MINUTE_MS > MOST_BY_THE_MINUTE;
  const stepMs = Math.max(finestMs, isMany ? 5 * MINUTE_MS : MINUTE_MS);
  const refusal = refusalOfSize(subjectCount, asked, stepMs);
  if (refusal) return { ok: false, refusal };
  const grid = gridOf(asked, stepMs);
  await onSnapshot(pool, (client) => readTrafficPast(client, { asked, members, grid }, takeIn(grid, take)), TIMEOUT_MS);
  return { ok: true, subjectCount, stepMs };
}

async function statePast(pool: Pool, asked: PastAsked, take: TakePast): Promise<PastAnswer> {
  const grid = gridOf(asked, STATE_STEP_MS);
  const most = Math.floor(MOST_VALUES / grid.count);
  const subjectCount = await onSnapshot(
    pool,
    (client) => readStatePast(client, { asked, grid, most }, takeIn(grid, take)),
    TIMEOUT_MS,
  );
  const refusal = refusalOfSize(subjectCount, asked, STATE_STEP_MS);
  return refusal ? { ok: false, refusal } : { ok: true, subjectCount, stepMs: STATE_STEP_MS };
}

function refusalOfSize(subjectCount: number, asked: PastAsked, stepMs: number): Refusal | null {
  const { fromMs, toMs, level, mostSubjects } = asked;
  const most = Math.min(mostSubjects ?? Infinity, Math.floor(MOST_VALUES / Math.ceil((toMs - fromMs) / stepMs)));
  if (subjectCount <= most) return null;
  const [many, few] = [subjectCount, most].map((count) => count.toLocaleString('en-US'));
  const reason = `matches ${many} at the level ${level}, of which ${few} can be tried over so long: narrow it, or try fewer days`;
  return { field: 'scope', reason };
}

function gridOf({ fromMs, toMs }: PastAsked, stepMs: number): Grid {
  const startMs = alignedTo(stepMs, fromMs);
  return { startMs, stepMs, count: Math.max(1, Math.floor((toMs - startMs) / stepMs)) };
}

function takeIn({ startMs, stepMs, count }: Grid, take: TakePast): (subject: PastOf) => void {
  const atMs = Float64Array.from({ length: count }, (_, step) => startMs + (step + 1) * stepMs);
  return (subject) => take(subject, { stepMs, atMs });
}

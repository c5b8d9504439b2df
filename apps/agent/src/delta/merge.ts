import { MergeDraft } from './merge-draft.js';
import { mergeUnread } from './merge-unread.js';
import type { Sample, Tick } from './sample.js';
import { SLACK_MS, type Span, spanOver, startOf } from './span.js';

/**
 * One tick for two neighbouring ones: half the resolution, the same sums. What began within the merged interval (a reset)
 * or before it (paid out after having been unread) keeps an interval of its own, so that a base holds from its own
 * beginning on. Null where the two cannot be one: the clock stepped forward or
 * the machine slept between them, so that nobody counted there; or a sum is too large to be exact.
 */
export function mergeTicks(earlier: Tick, later: Tick): Tick | null {
  if (startOf(later[0]) - earlier[0].at > SLACK_MS) return null;
  const draft = new MergeDraft(spanOver(earlier[0], later[0]));
  for (const key of keysOf(earlier, later)) {
    mergeKey(key, earlier, later, draft);
    mergeUnread(key, earlier, later, draft);
  }
  return draft.exact ? draft.tick() : null;
}

/** Adds a tick's samples to those that could not be written yet, so that a full disk costs resolution and not memory. */
export function gather(waiting: readonly Sample[], fresh: readonly Sample[]): Sample[] {
  const last = waiting.findLastIndex((sample) => sample.primary);
  const [before] = last < 0 ? [] : asTick(waiting.slice(last));
  const [next] = asTick(fresh);
  const merged = before && next ? mergeTicks(before, next) : null;
  return merged ? [...waiting.slice(0, last), ...merged] : [...waiting, ...fresh];
}

function asTick([first, ...others]: readonly Sample[]): Tick[] {
  return first ? [[first, ...others]] : [];
}

function keysOf(...ticks: readonly Tick[]): Set<string> {
  return new Set(
    ticks
      .flat()
      .flatMap(({ deltas, base }) => [...deltas.keys(), ...base.keys()])
      .concat(ticks.flat().flatMap(({ unread }) => unread)),
  );
}

/** What one sample says of one key. */
interface Piece extends Span {
  readonly deltas: readonly number[] | undefined;
  readonly base: readonly bigint[] | undefined;
  readonly reset: boolean;
  readonly late: boolean;
}

/** What was counted since a reset within the merged interval. */
interface Run extends Span {
  readonly deltas: readonly number[];
  readonly base: readonly bigint[];
  /** Whether the later tick begins it, or goes on with it. */
  readonly late: boolean;
}

function mergeKey(key: string, earlier: Tick, later: Tick, draft: MergeDraft): void {
  const start = startOf(earlier[0]);
  let run = null as Run | null;
  for (const piece of [...piecesOf(key, earlier, false), ...piecesOf(key, later, true)]) {
    if (piece.reset && startOf(piece) > start) {
      if (run) draft.apart(key, run, run, true);
      run = { ...piece, deltas: piece.deltas ?? [], base: piece.base ?? [] };
    } else if (run) {
      run = { ...run, ...extended(run, later[0], piece.late), deltas: draft.sum(run.deltas, piece.deltas) };
    } else if (startOf(piece) < start) draft.apart(key, piece, piece, piece.reset);
    else draft.add(key, piece);
  }
  if (run) draft.apart(key, { ...run, ...extended(run, later[0], true) }, run, true);
}

/** A run of the earlier tick goes on through the later one, idle or not. */
function extended(run: Run, later: Span, isLater: boolean): Pick<Run, 'at' | 'ms' | 'late'> {
  return isLater && !run.late ? { ...spanOver(run, later), late: true } : { at: run.at, ms: run.ms, late: run.late };
}

/** Oldest first. */
function piecesOf(key: string, tick: Tick, late: boolean): Piece[] {
  const pieces = tick.flatMap(({ at, ms, deltas, base, resets }): Piece[] => {
    if (!deltas.has(key) && !base.has(key)) return [];
    return [{ at, ms, deltas: deltas.get(key), base: base.get(key), reset: resets.includes(key), late }];
  });
  return pieces.sort((a, b) => startOf(a) - startOf(b));
}

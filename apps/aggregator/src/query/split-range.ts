/** A level of a roll-up, as far as it can be used. */
export interface UsableLevel<Name extends string> {
  readonly name: Name;
  readonly bucketMs: number;
  /** Buckets that end later are out of date, ms since 1970. */
  readonly wholeUntilMs: number;
}

/** A stretch of time and what it is read from: samples as measured, or a level. */
export interface Stretch<Name extends string> {
  readonly resolution: Name | 'raw';
  /** ms since 1970. */
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Splits a range by what it is read from: of the coarsest level all buckets that lie in it and are up to date; its ends, and
 * what is out of date, from the next finer one, down to samples. `levels` are given finest first.
 */
export function splitRange<Name extends string>(
  levels: readonly UsableLevel<Name>[],
  fromMs: number,
  untilMs: number,
): Stretch<Name>[] {
  if (untilMs <= fromMs) return [];
  const level = levels.at(-1);
  if (!level) return [{ resolution: 'raw', fromMs, untilMs }];
  const { name, bucketMs, wholeUntilMs } = level;
  const finer = levels.slice(0, -1);
  const firstMs = Math.ceil(fromMs / bucketMs) * bucketMs;
  const lastMs = Math.floor(Math.min(untilMs, wholeUntilMs) / bucketMs) * bucketMs;
  if (lastMs <= firstMs) return splitRange(finer, fromMs, untilMs);
  return [
    ...splitRange(finer, fromMs, firstMs),
    { resolution: name, fromMs: firstMs, untilMs: lastMs },
    ...splitRange(finer, lastMs, untilMs),
  ];
}

/**
 * Levels by what is marked as out of date, finest first. What is out of date in a finer level has not marked the coarser one
 * yet.
 */
export function usableLevels<Name extends string>(
  levels: readonly { readonly name: Name; readonly bucketMs: number }[],
  firstDirtyMs: (name: Name) => number | null | undefined,
): UsableLevel<Name>[] {
  let wholeUntilMs = Infinity;
  return levels.map(({ name, bucketMs }) => {
    wholeUntilMs = Math.min(wholeUntilMs, firstDirtyMs(name) ?? Infinity);
    return { name, bucketMs, wholeUntilMs };
  });
}

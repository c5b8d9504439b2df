import type { Reader } from '../rule/reader.js';
import { DEFAULT_PACE, type Pace } from './pace.js';

const DAY_SECONDS = 86_400;
const SECOND_MS = 1_000;

/** What people set of a channel's pace. */
export interface GivenPace {
  readonly mostPerMinute: number;
  readonly digestSeconds: number;
  /** null = never. */
  readonly remindSeconds: number | null;
}

/** Reads it; faults are kept by the reader. What is not given is as usual. */
export function readPace(fields: Reader): GivenPace {
  const seconds = (least: number, most: number) => ({ least, most, unit: 'seconds' });
  const pace = {
    mostPerMinute: fields.number('mostPerMinute', { least: 1, most: 60 }, DEFAULT_PACE.mostPerMinute),
    digestSeconds: fields.number('digestSeconds', seconds(0, DAY_SECONDS), 0),
    remindSeconds: fields.optionalNumber('remindSeconds', seconds(300, 7 * DAY_SECONDS)),
  };
  if (!Number.isInteger(pace.mostPerMinute)) fields.refuse('mostPerMinute', 'must be a whole number');
  fields.end();
  return pace;
}

/** The pace that a channel is written to at. */
export function paceOf({ mostPerMinute, digestSeconds, remindSeconds }: GivenPace): Pace {
  return {
    ...DEFAULT_PACE,
    mostPerMinute,
    digestMs: digestSeconds * SECOND_MS,
    remindMs: remindSeconds === null ? null : remindSeconds * SECOND_MS,
  };
}

import type { Refusal } from '@weir/model';
import type { QuietBy } from '../lifecycle/lifecycle.js';
import { Reader } from '../rule/reader.js';
import type { Rule } from '../rule/rule.js';
import { isQuietAt, type Maintenance } from './maintenance.js';
import { type Covers, type Matcher, matches, readMatcher } from './matcher.js';

/** A time of quiet that somebody asked for, once. */
export interface Silence {
  readonly id: string;
  readonly matcher: Matcher;
  readonly fromMs: number;
  readonly untilMs: number;
  readonly by: string;
  readonly comment: string;
}

export type ReadSilence =
  { readonly ok: true; readonly silence: Silence } | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Longer ones are forgotten by those who set them. */
const LONGEST_MS = 90 * 86_400_000;

/** Reads a silence as the API gives it; times are ms since 1970. */
export function readSilence(given: unknown): ReadSilence {
  const refusals: Refusal[] = [];
  const fields = Reader.of(given, '', refusals);
  if (!fields) return { ok: false, refusals };
  const any = { least: 0, most: 8.64e15, unit: 'milliseconds since 1970' };
  const silence: Silence = {
    id: fields.text('id', 64),
    matcher: readMatcher(fields, refusals),
    fromMs: fields.number('fromMs', any),
    untilMs: fields.number('untilMs', any),
    by: fields.text('by', 120),
    comment: fields.text('comment', 1_000),
  };
  if (silence.untilMs <= silence.fromMs) fields.refuse('untilMs', 'must be after fromMs');
  else if (silence.untilMs - silence.fromMs > LONGEST_MS)
    fields.refuse('untilMs', 'must be at most 90 days after fromMs: change or switch off the rule instead');
  fields.end();
  return refusals.length === 0 ? { ok: true, silence } : { ok: false, refusals };
}

/** What keeps alerts quiet at a moment: the first silence, or else the first maintenance, that means them. */
export function quietAt(
  atMs: number,
  silences: readonly Silence[],
  maintenances: readonly Maintenance[],
  rules: ReadonlyMap<string, Rule>,
  covers: Covers,
): QuietBy {
  const now = [
    ...silences.filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs),
    ...maintenances.filter((maintenance) => isQuietAt(maintenance, atMs)),
  ];
  return (alert) => {
    const rule = rules.get(alert.ruleId);
    if (!rule) return null;
    return now.find(({ matcher }) => matches(matcher, alert, rule, covers))?.id ?? null;
  };
}

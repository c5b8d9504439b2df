import type { AlertRow } from '../../api/operations/alerts.js';
import type { Silence, SilenceInput } from '../../api/operations/silences.js';
import { fromLocalField, toLocalField } from '../../format/time.js';
import { chipsOf } from '../alerts/words.js';
import { ANY_ALERT, type MatcherForm, matcherFormOf, matcherInputOf } from './matcher-form.js';

/** A silence as its form holds it. */
export interface SilenceForm {
  /** Empty = a new one. */
  readonly id: string;
  readonly matcher: MatcherForm;
  /** By the clocks that are chosen, as a field has it; empty = from now on. */
  readonly from: string;
  /** The same; empty where `hours` says it. */
  readonly until: string;
  /** From the start on; null where `until` says it. */
  readonly hours: number | null;
  readonly comment: string;
}

const HOUR_MS = 3_600_000;
export const LENGTHS = [1, 4, 24, 168] as const;

export const NEW_SILENCE: SilenceForm = {
  ...{ id: '', matcher: ANY_ALERT, from: '', until: '', hours: 4, comment: '' },
};

/** A silence for alerts like this one. */
export function silenceOf({ ruleId, subject }: Pick<AlertRow, 'ruleId' | 'subject'>): SilenceForm {
  const scope = { ...ANY_ALERT.scope, chips: chipsOf(subject) };
  return { ...NEW_SILENCE, matcher: { ...ANY_ALERT, rules: [ruleId], scope } };
}

/** A silence that is there, to be changed. */
export function silenceFormOf({ id, matcher, from, until, comment }: Silence): SilenceForm {
  return {
    ...{ id, matcher: matcherFormOf(matcher), comment, hours: null },
    from: toLocalField(Date.parse(from)),
    until: toLocalField(Date.parse(until)),
  };
}

/** A silence as the API takes it; a time that is no time is left to it to refuse. */
export function silenceInputOf(form: SilenceForm, nowMs: number): SilenceInput {
  const fromMs = fromLocalField(form.from);
  const start = Number.isNaN(fromMs) ? nowMs : fromMs;
  const untilMs = form.hours === null ? fromLocalField(form.until) : start + form.hours * HOUR_MS;
  return {
    id: form.id || null,
    ...matcherInputOf(form.matcher),
    from: Number.isNaN(fromMs) ? null : new Date(fromMs).toISOString(),
    until: new Date(Number.isNaN(untilMs) ? start : untilMs).toISOString(),
    comment: form.comment.trim(),
  };
}

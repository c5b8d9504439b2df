import {
  isQuietAt,
  type Maintenance,
  type ReadMaintenance,
  readMaintenance,
} from '../../../alert/quiet/maintenance.js';
import type { Matcher } from '../../../alert/quiet/matcher.js';
import { type ReadSilence, readSilence, type Silence } from '../../../alert/quiet/quiet.js';
import { labelsOf } from '../types/label.type.js';
import { asDictionary } from './as-written.js';
import { asFilterJson } from './filter-json.js';
import type {
  MaintenanceWindowInput,
  MaintenanceWindowType,
  MatcherInput,
  MatcherType,
  SilenceInput,
  SilenceType,
} from './quiet.type.js';

/** A silence of a form, by somebody, as it would be written down, and read. */
export function silenceOf(
  input: SilenceInput,
  by: string,
  id: string,
  nowMs: number,
): { given: object; read: ReadSilence } {
  const { from, until, comment } = input;
  const given = {
    ...{ id, ...matcherOf(input), fromMs: from?.getTime() ?? nowMs, untilMs: until.getTime() },
    ...{ by, comment },
  };
  return { given, read: withNames(readSilence(given), { fromMs: 'from', untilMs: 'until' }) };
}

/** A maintenance window of a form, as it would be written down, and read. */
export function maintenanceOf(input: MaintenanceWindowInput, id: string): { given: object; read: ReadMaintenance } {
  const { name, timeZone, from, to, weekdays, daysOfMonth, weekOfMonth } = input;
  const given = {
    id,
    name,
    ...matcherOf(input),
    timeZone: timeZone ?? 'UTC',
    from,
    to,
    weekdays,
    daysOfMonth,
    weekOfMonth,
  };
  return { given, read: readMaintenance(given) };
}

/** A silence as it is answered. */
export function asSilence({ id, matcher, fromMs, untilMs, by, comment }: Silence, nowMs: number): SilenceType {
  const span = { from: new Date(fromMs), until: new Date(untilMs), isActive: fromMs <= nowMs && nowMs < untilMs };
  return { id, matcher: asMatcher(matcher), ...span, by, comment };
}

/** A maintenance window as it is answered; it is read itself for its next times. */
export type AnsweredWindow = MaintenanceWindowType & { readonly maintenance: Maintenance };

export function asWindow(maintenance: Maintenance, nowMs: number): AnsweredWindow {
  const { id, name, timeZone, fromMinute, toMinute, weekdays, daysOfMonth, weekOfMonth } = maintenance;
  return {
    ...{ id, name, matcher: asMatcher(maintenance.matcher), timeZone, weekdays, daysOfMonth, weekOfMonth, maintenance },
    ...{ from: clockText(fromMinute), to: clockText(toMinute), isQuietNow: isQuietAt(maintenance, nowMs) },
  };
}

function matcherOf({ rules, severities, labels, scope }: MatcherInput): object {
  return { rules, severities, labels: asDictionary(labels), scope };
}

function asMatcher({ rules, severities, labels, scope }: Matcher): MatcherType {
  return { rules, severities, labels: labelsOf(labels), scope: asFilterJson(scope) };
}

function clockText(minute: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

/** Refusals by the names that the form has for fields. */
function withNames(read: ReadSilence, names: Readonly<Record<string, string>>): ReadSilence {
  if (read.ok) return read;
  const refusals = read.refusals.map(({ field, reason }) => ({
    field: names[field] ?? field,
    reason: Object.entries(names).reduce((text, [ours, theirs]) => text.replaceAll(ours, theirs), reason),
  }));
  return { ok: false, refusals };
}

import type { Refusal } from '@weir/model';
import { type Cycle, CYCLE_KINDS } from '../calendar/cycle.js';
import { isTimeZone } from '../calendar/zone.js';
import { NO_CURRENCY } from './money.js';
import { MEASURES, type Quota } from './quota.js';
import { oneOf, readSubject, refuseNul, type Refuse, type WrittenSubject } from './read-subject.js';

/** A quota as it is written down: as the API gives it, bytes as decimal texts. */
export interface WrittenQuota {
  readonly name: string;
  readonly subject: WrittenSubject;
  readonly cycle: WrittenCycle;
  readonly measure: string;
  readonly limitBytes?: string | null;
  readonly includedBytes?: string | null;
  readonly pricePerGb?: number | null;
  readonly currency?: string | null;
}

export interface WrittenCycle {
  readonly kind: string;
  readonly resetDay?: number | null;
  readonly resetMinute?: number | null;
  readonly days?: number | null;
  readonly firstDay?: string | null;
  readonly timeZone: string;
}

/** A quota, or all that is wrong with what was to become one. */
export type ReadQuota =
  { readonly ok: true; readonly quota: Quota } | { readonly ok: false; readonly refusals: readonly Refusal[] };

const LONGEST_NAME = 120;
const LAST_MINUTE = 1_439;
const MOST_DAYS = 366;
const MOST_DIGITS = 24;
const MOST_PRICE = 1e9;

/** Reads a quota, whenever it was saved; every fault is told at once. */
export function readQuota(written: WrittenQuota, id: string): ReadQuota {
  const refusals: Refusal[] = [];
  const refuse: Refuse = (field, reason) => refusals.push({ field, reason });
  const quota: Quota = {
    ...{ id, name: readName(written.name, refuse), subject: readSubject(written.subject, refuse) },
    ...{ cycle: readCycle(written.cycle, refuse), measure: oneOf(MEASURES, 'measure', written.measure, refuse) },
    limitBytes: readBytes('limitBytes', written.limitBytes, refuse),
    includedBytes: readBytes('includedBytes', written.includedBytes, refuse, true) ?? 0n,
    ...readPrice(written, refuse),
  };
  return refusals.length === 0 ? { ok: true, quota } : { ok: false, refusals };
}

/** What the days of a quota are counted by: where it is another, what was counted is of something else. */
export function countsOf({ subject, cycle: { resetMinute, timeZone } }: Quota): string {
  return JSON.stringify([subject.kind, subject.host, subject.name, resetMinute, timeZone]);
}

function readName(given: string, refuse: Refuse): string {
  const name = given.trim();
  if (name === '' || name.length > LONGEST_NAME) refuse('name', `must have 1 to ${LONGEST_NAME} characters`);
  refuseNul('name', name, refuse);
  return name;
}

function readCycle(given: WrittenCycle, refuse: Refuse): Cycle {
  const kind = oneOf(CYCLE_KINDS, 'cycle.kind', given.kind, refuse);
  const { timeZone } = given;
  if (!isTimeZone(timeZone)) refuse('cycle.timeZone', 'must be the IANA name of a time zone, such as Europe/Berlin');
  const resetMinute = given.resetMinute ?? 0;
  refuseUnless(resetMinute, 0, LAST_MINUTE, 'cycle.resetMinute', 'a minute of the day', refuse);
  const at = { resetMinute, timeZone };
  refuseOthers(kind, given, refuse);
  switch (kind) {
    case 'daily':
      return { kind, ...at };
    case 'weekly':
    case 'monthly': {
      const resetDay = given.resetDay ?? 1;
      const [most, what] = kind === 'weekly' ? [7, 'a day of the week, 1 = Monday'] : [31, 'a day of the month'];
      refuseUnless(resetDay, 1, most, 'cycle.resetDay', what, refuse);
      return { kind, resetDay, ...at };
    }
    case 'everyDays': {
      const [days, firstDay] = [given.days ?? NaN, given.firstDay ?? ''];
      refuseUnless(days, 1, MOST_DAYS, 'cycle.days', 'a number of days', refuse);
      if (!isDay(firstDay)) refuse('cycle.firstDay', 'must be a day on which one began, such as 2026-11-01');
      return { kind, days, firstDay, ...at };
    }
  }
}

const FIELDS_OF: Readonly<Record<Cycle['kind'], readonly string[]>> = {
  ...{ daily: [], weekly: ['resetDay'], monthly: ['resetDay'], everyDays: ['days', 'firstDay'] },
};

function refuseOthers(kind: Cycle['kind'], given: WrittenCycle, refuse: Refuse): void {
  for (const field of ['resetDay', 'days', 'firstDay'] as const) {
    if (given[field] != null && !FIELDS_OF[kind].includes(field))
      refuse(`cycle.${field}`, 'must be left out: the cycle has none');
  }
}

function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return day !== null && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

function readBytes(field: string, given: string | null | undefined, refuse: Refuse, mayBeZero = false): bigint | null {
  if (given == null) return null;
  const isNumber = /^\d+$/.test(given) && given.length <= MOST_DIGITS;
  if (isNumber && (mayBeZero || BigInt(given) > 0n)) return BigInt(given);
  refuse(field, `must be a whole number of bytes${mayBeZero ? '' : ' above 0'}, in ${MOST_DIGITS} digits at most`);
  return null;
}

function readPrice(written: WrittenQuota, refuse: Refuse): Pick<Quota, 'pricePerGb' | 'currency'> {
  const [pricePerGb, currency] = [written.pricePerGb ?? null, written.currency ?? null];
  if (pricePerGb !== null && !(pricePerGb >= 0 && pricePerGb <= MOST_PRICE))
    refuse('pricePerGb', `must be 0 to ${MOST_PRICE}`);
  if (currency !== null && !/^[A-Z]{3}$/.test(currency)) refuse('currency', NO_CURRENCY);
  if (pricePerGb !== null && currency === null) refuse('currency', 'is needed with a price: such as EUR');
  if (pricePerGb === null && currency !== null) refuse('pricePerGb', 'is needed with a currency');
  return { pricePerGb, currency };
}

function refuseUnless(value: number, least: number, most: number, field: string, what: string, refuse: Refuse): void {
  if (!Number.isInteger(value) || value < least || value > most) refuse(field, `must be ${what}, ${least} to ${most}`);
}

import type { LocationQuery } from 'vue-router';
import type { Failure } from '../../api/index.js';
import { isZone } from '../../format/zone.js';
import { WEEKDAYS } from '../silences/maintenance-form.js';
import { anyText, listOf, oneOf, type Reader, such, unreadAddress, zoneText } from '../unread-address.js';
import { MISSING, newPercentile, type PercentileForm, RANGES, WAYS, type WeeklyWindow } from './percentile-form.js';
import { WHOLE_FLEET } from './subject-form.js';
import { SUBJECT_KINDS } from './words.js';

/** `saturday.sunday@22:00-06:00`; no day: every day. */
const WINDOW = /^([a-z.]*)@(\d\d:\d\d)-(\d\d:\d\d)$/;
const DAY = /^\d{4}-\d\d-\d\d$/;
const AMOUNT = /^\d+(\.\d+)?$/;

/** The question as the address of the page holds it, so that a link asks the same; what is usual is left out. */
export function queryOf(form: PercentileForm): Record<string, string> {
  const usual = newPercentile();
  const { subject, range, from, to, timeZone, missing, windows, pricePerMegabit } = form;
  const unless = (word: string, plain: string): string => (word === plain ? '' : word.toLowerCase());
  return textsOf({
    ...{ of: unless(subject.kind, WHOLE_FLEET.kind), name: subject.name.trim() },
    host: subject.host ?? subject.hostName.trim(),
    over: unless(range, usual.range),
    ...(range === 'DAYS' ? { from, to } : {}),
    ...{ zone: timeZone.trim(), missing: unless(missing, usual.missing), without: windows.map(windowText).join() },
    ...(pricePerMegabit === null ? {} : priceQueryOf(form, unless(form.way, usual.way))),
  });
}

function priceQueryOf(form: PercentileForm, way: string): Record<string, string> {
  const { pricePerMegabit, commitMegabits, commitPrice, currency } = form;
  const amount = (value: number | null): string => (value === null ? '' : String(value));
  return {
    ...{ price: amount(pricePerMegabit), currency: currency.trim(), way },
    ...{ commit: amount(commitMegabits), commitPrice: amount(commitPrice) },
  };
}

/** The form of such an address; what makes no sense in it is as in a new one. */
export function formOf(query: LocationQuery): PercentileForm {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
  const usual = newPercentile();
  const day = (name: string): string => (DAY.test(text(name)) ? text(name) : '');
  const amount = (name: string): number | null => (AMOUNT.test(text(name)) ? Number(text(name)) : null);
  return {
    subject: {
      ...{ kind: among(SUBJECT_KINDS, text('of')) ?? WHOLE_FLEET.kind, name: text('name') },
      ...{ host: text('host') || null, hostName: text('host') },
    },
    ...{ range: among(RANGES, text('over')) ?? usual.range, from: day('from'), to: day('to') },
    timeZone: isZone(text('zone')) ? text('zone') : usual.timeZone,
    missing: among(MISSING, text('missing')) ?? usual.missing,
    windows: text('without').split(',').flatMap(windowOf),
    ...{ pricePerMegabit: amount('price'), currency: text('currency'), way: among(WAYS, text('way')) ?? usual.way },
    ...{ commitMegabits: amount('commit'), commitPrice: amount('commitPrice') },
  };
}

/** What such an address asks that is not known; null where all is. */
export function unreadOf(query: LocationQuery): Failure | null {
  const isOfDays = String(query['over']).toUpperCase() === 'DAYS';
  const day: Reader = (text) =>
    such(isDay, 'a day, such as 2026-11-21')(text) ?? (isOfDays ? null : 'is for over=days');
  const amount = such((text) => AMOUNT.test(text), 'a number, 0 or more');
  return unreadAddress(query, {
    ...{ of: oneOf(SUBJECT_KINDS), name: anyText, host: anyText, over: oneOf(RANGES), from: day, to: day },
    ...{ zone: zoneText, missing: oneOf(MISSING) },
    without: listOf(such(isWindow, 'times of the week, such as saturday.sunday@22:00-06:00'), ','),
    ...{ price: amount, currency: anyText, way: oneOf(WAYS), commit: amount, commitPrice: amount },
  });
}

function isDay(text: string): boolean {
  return DAY.test(text) && !Number.isNaN(Date.parse(text));
}

function isWindow(text: string): boolean {
  const [window] = windowOf(text);
  return window !== undefined && windowText(window) === text;
}

function windowText({ weekdays, from, to }: WeeklyWindow): string {
  return `${(weekdays ?? []).join('.').toLowerCase()}@${from}-${to}`;
}

function windowOf(text: string): WeeklyWindow[] {
  const [whole, days = '', from = '', to = ''] = WINDOW.exec(text) ?? [];
  if (whole === undefined) return [];
  return [{ weekdays: days.split('.').flatMap((each) => among(WEEKDAYS, each) ?? []), from, to }];
}

function among<T extends string>(options: readonly { readonly value: T }[], given: string): T | undefined {
  return options.find(({ value }) => value === given.toUpperCase())?.value;
}

function textsOf(parts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).filter(([, text]) => text !== ''));
}

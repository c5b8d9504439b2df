import type { Decoded, MomentRange, Refusal, ReportKind, ReportSection } from '@weir/model';
import { type CalendarRange, calendarRange, withBefore } from '../../calendar/calendar-range.js';
import { isTimeZone } from '../../calendar/zone.js';
import { type Filter, refusalOfFilter } from '../../query/filter.js';
import { refusalOfNul } from '../../query/nul.js';
import { refusalOfRange } from '../../query/alerts/alert.js';
import { isFiltered, type ReportRequest } from './report-request.js';

/** A report as people ask for it, and as it is kept to be made again: its range may be one that moves on. */
export interface ReportAsked {
  readonly kind: ReportKind;
  /** Id of a host. */
  readonly host: string | null;
  /** Name of a network, service, workload or stack. */
  readonly name: string | null;
  readonly filter: Filter | null;
  /** Excludes `fromMs` and `toMs`. */
  readonly range: CalendarRange | null;
  /** ms since 1970. */
  readonly fromMs: number | null;
  /** Not included; null = now. */
  readonly toMs: number | null;
  /** Whether figures are compared with the range before. */
  readonly compare: boolean;
  /** IANA name; null = UTC. */
  readonly timeZone: string | null;
  readonly sections: readonly ReportSection[] | null;
}

/** A month, which most bills are of. */
const DEFAULT_RANGE: CalendarRange = 'lastMonth';
const MOST_YEARS = 5;
const YEAR_MS = 366 * 86_400_000;

/** What was asked for, at a moment; or what is wrong with it. Whether its subject is known is found out when it is opened. */
export function requestAt(asked: ReportAsked, nowMs: number): Decoded<ReportRequest> {
  const timeZone = asked.timeZone ?? 'UTC';
  const refusal = refusalOfAsked(asked, timeZone);
  if (refusal) return { ok: false, refusal };
  const { before, ...range } = rangeAt(asked, timeZone, nowMs);
  const wrong = refusalOfSpan(range, asked.range);
  if (wrong) return { ok: false, refusal: wrong };
  const { kind, filter, sections, compare, host, name } = asked;
  const subject = { ...(host !== null && { host }), ...(name !== null && { name }) };
  return {
    ok: true,
    value: {
      ...{ kind, filter, sections, timeZone, ...range, before: compare && before.fromMs >= 0 ? before : null },
      subject: host === null && name === null ? null : subject,
    },
  };
}

function rangeAt(
  { range, fromMs, toMs }: ReportAsked,
  timeZone: string,
  nowMs: number,
): MomentRange & { readonly before: MomentRange } {
  if (fromMs !== null) return withBefore({ fromMs, toMs: toMs ?? nowMs });
  return calendarRange(range ?? DEFAULT_RANGE, timeZone, nowMs);
}

function refusalOfAsked(asked: ReportAsked, timeZone: string): Refusal | null {
  const { range, fromMs, toMs, filter, sections, kind } = asked;
  if (!isTimeZone(timeZone)) {
    return { field: 'timeZone', reason: 'is no time zone that is known here: name one such as Europe/Berlin or UTC' };
  }
  if (range !== null && (fromMs !== null || toMs !== null)) {
    return { field: 'range', reason: 'excludes from and to: give one of them' };
  }
  if (fromMs === null && toMs !== null)
    return { field: 'from', reason: 'is missing: give it with to, or give a range' };
  return (
    refusalOfRange(fromMs, toMs) ??
    refusalOfNul('host', [asked.host]) ??
    refusalOfNul('name', [asked.name]) ??
    refusalOfSections(kind, sections) ??
    refusalOfSubject(asked) ??
    (filter && refusalOfFilter(filter)) ??
    refusalOfQuotas(asked)
  );
}

/** What is of nothing but quotas would be the same without it. */
function refusalOfQuotas(asked: ReportAsked): Refusal | null {
  const { kind, sections, filter } = asked;
  const isOfQuotas = kind === 'quota' || (sections?.length ? sections.every((each) => each === 'quotas') : false);
  if (!isOfQuotas || !filter || !isFiltered(asked)) return null;
  const [field = ''] = Object.entries(filter).flatMap(([name, value]) => (value == null ? [] : [name]));
  return {
    field: `filter.${field}`,
    reason: 'narrows no quota, which counts what it is of: leave it out, or give the id of a host as host',
  };
}

function refusalOfSections(kind: ReportKind, sections: readonly ReportSection[] | null): Refusal | null {
  const [isCustom, isGiven] = [kind === 'custom', (sections?.length ?? 0) > 0];
  if (isCustom && !isGiven) return { field: 'sections', reason: 'is empty: name what the report is made of' };
  if (isCustom || !isGiven) return null;
  return { field: 'sections', reason: `are those of kind custom: a report of kind ${kind} has its own` };
}

/** Which kinds are of one thing, and what names it. */
const NAMED: Partial<Readonly<Record<ReportKind, 'host' | 'name'>>> = {
  host: 'host',
  network: 'name',
  service: 'name',
};
const NAMED_AS: Partial<Readonly<Record<ReportKind, string>>> = {
  host: 'the id of the host',
  network: 'the name of the network',
  service: 'the name of the service, as stack/service',
};

function refusalOfSubject({ kind, host, name }: ReportAsked): Refusal | null {
  const needed = NAMED[kind];
  if (needed && (needed === 'host' ? host : name) === null) {
    return { field: needed, reason: `is missing: give ${NAMED_AS[kind] ?? ''} that the report is about` };
  }
  if (name !== null && needed !== 'name') {
    return { field: 'name', reason: `is for reports of kind network and service: leave it out, or give a filter` };
  }
  return null;
}

function refusalOfSpan({ fromMs, toMs }: MomentRange, range: CalendarRange | null): Refusal | null {
  if (fromMs >= toMs) {
    if (range) return { field: 'range', reason: 'has only just begun: ask a little later, or for another one' };
    return { field: 'from', reason: 'is not before to' };
  }
  if (toMs - fromMs <= MOST_YEARS * YEAR_MS) return null;
  return { field: 'from', reason: `is more than ${MOST_YEARS} years before to: ask for a shorter range` };
}

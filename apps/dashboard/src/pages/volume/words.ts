import { formatPercent } from '@weir/model';
import type { Quota, QuotaCycle } from '../../api/operations/volume.js';
import { DAYS } from '../../charts/named/week.js';
import { formatDateTime } from '../../format/time.js';
import { describeValue } from '../../format/unit.js';

/** Kinds of what can be counted, in the order of a form. */
export const SUBJECT_KINDS = [
  { value: 'FLEET', label: 'The whole fleet' },
  { value: 'HOST', label: 'A host' },
  { value: 'UPLINK', label: 'An uplink of a host' },
  { value: 'NETWORK', label: 'A Docker network' },
  { value: 'STACK', label: 'A stack' },
  { value: 'SERVICE', label: 'A service' },
  { value: 'WORKLOAD', label: 'A workload' },
  { value: 'CONTAINER', label: 'A container' },
] as const;

export const MEASURES = [
  { value: 'SUM', label: 'In and out together', word: 'in and out' },
  { value: 'OUT', label: 'Out', word: 'out' },
  { value: 'IN', label: 'In', word: 'in' },
  { value: 'MAX', label: 'The larger of in and out', word: 'the larger of in and out' },
] as const;

/** An amount of bytes that the API tells in digits, as people read it. */
export function bytesWords(digits: string | null): string {
  return digits === null ? 'unknown' : describeValue(Number(digits), 'bytesTotal');
}

/** Of prices, which may be less than a coin; amounts are whole coins. */
const MOST_MONEY_DIGITS = 6;

/** An amount of money, or a price; a currency that the browser does not know stands before it as it is. */
export function moneyWords(amount: number | null, currency: string | null): string {
  if (amount === null || currency === null) return '';
  try {
    const digits = { maximumFractionDigits: MOST_MONEY_DIGITS };
    return new Intl.NumberFormat('en', { style: 'currency', currency, ...digits }).format(amount);
  } catch {
    return `${currency} ${amount.toFixed(2)}`;
  }
}

/** What a quota is of, in words. */
export function subjectWords({ kind, name, hostName, host }: Quota['subject']): string {
  const where = hostName ?? host;
  switch (kind) {
    case 'FLEET':
      return 'the whole fleet';
    case 'HOST':
      return where ?? '';
    default:
      return where === null ? `${kind.toLowerCase()} ${name}` : `${kind.toLowerCase()} ${name} on ${where}`;
  }
}

/** How often a quota begins anew: `monthly, on day 15, by Europe/Berlin`. */
export function cycleWords({ kind, resetDay, resetMinute, days, timeZone }: Quota['cycle']): string {
  const at = resetMinute === 0 ? '' : ` at ${clockOf(resetMinute)}`;
  const often = {
    DAILY: `daily${at}`,
    WEEKLY: `weekly, from ${DAYS[(resetDay ?? 1) - 1]}${at}`,
    MONTHLY: `monthly, from day ${resetDay ?? 1}${at}`,
    EVERY_DAYS: `every ${days} days${at}`,
  }[kind];
  return `${often}, by the clocks of ${timeZone}`;
}

/** The minute of a day as a clock shows it. */
export function clockOf(minuteOfDay: number): string {
  const [hours, minutes] = [Math.floor(minuteOfDay / 60), minuteOfDay % 60];
  return `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
}

/** How much is left, or how much too much was used; empty without a limit. */
export function leftWords({ limitBytes }: Pick<Quota, 'limitBytes'>, cycle: QuotaCycle | null): string {
  if (limitBytes === null || !cycle) return '';
  const left = Number(limitBytes) - Number(cycle.usedBytes);
  const amount = describeValue(Math.abs(left), 'bytesTotal');
  return left >= 0 ? `${amount} left` : `${amount} too much`;
}

/** What is expected by the end, with its interval. */
export function projectionWords(cycle: QuotaCycle): { readonly text: string; readonly detail: string } {
  const { projection } = cycle;
  if (!projection) return { text: 'not known yet', detail: 'It takes two weeks of days to tell.' };
  const share = projection.usedPercent === null ? '' : `, ${formatPercent(projection.usedPercent)} %`;
  return {
    text: `${bytesWords(projection.usedBytes)}${share}`,
    detail: `${bytesWords(projection.lowBytes)} to ${bytesWords(projection.highBytes)}, nine times of ten`,
  };
}

/** When the limit is reached; empty where it is not. */
export function reachesWords(cycle: QuotaCycle | null): string {
  const at = cycle?.projection?.reachesLimitAt;
  return at ? `Its limit is expected to be reached on ${formatDateTime(Date.parse(at)).slice(0, 16)}.` : '';
}

/** A cycle by its first and last day: its own clocks tell these, whichever the reader has. */
export function spanWords({ from, until }: Pick<QuotaCycle, 'from' | 'until'>, timeZone: string): string {
  const [first, last] = [dayWords(Date.parse(from), timeZone), dayWords(Date.parse(until) - 1, timeZone)];
  return first === last ? first : `${first} to ${last}`;
}

/** The date at a moment by the clocks of a zone: `2026-11-21`. */
export function dayWords(atMs: number, timeZone: string): string {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
  return new Intl.DateTimeFormat('sv-SE', { ...parts, timeZone }).format(atMs);
}

/** Said where not all of a cycle is known; empty where it is. */
export function gapWords({ coveredPercent }: Pick<QuotaCycle, 'coveredPercent'>): string {
  if (coveredPercent === null || coveredPercent >= 99.95) return '';
  return `${coveredPercent.toFixed(1)} % of the time is known: what is not known is not counted.`;
}

/** The same where there is little room. */
export function knownWords(cycle: Pick<QuotaCycle, 'coveredPercent'>): string {
  return gapWords(cycle) && `${cycle.coveredPercent?.toFixed(1)} % of it is known`;
}

/** A cycle that is younger than this may have had nothing yet. */
const JUST_BEGUN_MS = 3_600_000;

/** Said where a cycle had nothing of the name that is counted, which may be misspelt; empty where it had, or has just begun. */
export function absentWords({ subject }: Pick<Quota, 'subject'>, cycle: QuotaCycle): string {
  const isNew = Date.parse(cycle.countedUntil) - Date.parse(cycle.from) < JUST_BEGUN_MS;
  if (subject.name === null || cycle.coveredPercent !== null || isNew) return '';
  return 'Nothing of this name was there in this cycle: see how it is written.';
}

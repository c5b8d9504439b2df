import type { Stored } from '../../../api/operations/system.js';
import { formatDate } from '../../../format/time.js';
import { describeValue } from '../../../format/unit.js';

const KINDS: Readonly<Record<Stored['kind'], string>> = {
  TRAFFIC: 'Traffic',
  STATE: 'States of hosts and containers, protocols, latency',
  EVENT: 'Changes, patterns',
};
const RESOLUTIONS: Readonly<Record<Stored['resolution'], string>> = {
  RAW: 'as measured',
  MINUTE: 'by minutes',
  FIVE_MINUTES: 'by 5 minutes',
  HOUR: 'by hours',
  DAY: 'by days',
};
const DAY_SECONDS = 86_400;
const YEAR_DAYS = 365;

/** What is kept, as `Traffic by minutes`. */
export function storedWords({ kind, resolution }: Pick<Stored, 'kind' | 'resolution'>): string {
  return kind === 'EVENT' ? KINDS[kind] : `${KINDS[kind]} ${RESOLUTIONS[resolution]}`;
}

/** For how long something is kept: `48 hours`, `90 days`, `3 years`, `for ever`. */
export function keptWords(seconds: number | null): string {
  if (seconds === null) return 'for ever';
  const days = seconds / DAY_SECONDS;
  if (days < 3) return counted(seconds / 3_600, 'hour');
  return days >= YEAR_DAYS && days % YEAR_DAYS === 0 ? counted(days / YEAR_DAYS, 'year') : counted(days, 'day');
}

/** From when to when something was stored, ms since 1970. */
export interface Since {
  /** When the first host was seen; null where there is none. */
  readonly firstMs: number | null;
  readonly nowMs: number;
}

/** Of less, what was measured so far tells nothing of a day. */
const LEAST_DAYS = 1 / 24;

/** Bytes that a day of it takes, by what there is; null where that is not known yet. */
export function bytesPerDay({ bytes, wholeSince }: Stored, { firstMs, nowMs }: Since): number | null {
  if (firstMs === null) return null;
  const sinceMs = Math.max(firstMs, wholeSince === null ? -Infinity : Date.parse(wholeSince));
  const days = (nowMs - sinceMs) / (DAY_SECONDS * 1_000);
  return days >= LEAST_DAYS && bytes > 0 ? bytes / days : null;
}

/** What a change of how long something is kept would do. */
export interface Effect {
  /** Whether something is dropped for good. */
  readonly isLoss: boolean;
  readonly text: string;
}

/** What it means to keep something for so long from now on; null where nothing would change. */
export function effectOf(stored: Stored, keepSeconds: number | null, since: Since): Effect | null {
  if (keepSeconds === stored.keepSeconds) return null;
  const now = stored.keepSeconds ?? Infinity;
  const next = keepSeconds ?? Infinity;
  const daily = bytesPerDay(stored, since);
  if (next < now) return { isLoss: true, text: lossWords(stored, next, daily, since.nowMs) };
  if (next === Infinity)
    return { isLoss: false, text: `It grows without end${daily === null ? '' : `, by about ${size(daily)} a day`}.` };
  const more = daily === null ? null : (daily * (next - now)) / DAY_SECONDS;
  return {
    isLoss: false,
    text:
      more === null
        ? 'It takes more room in the end; how much is not known yet.'
        : `It takes about ${size(more)} more in the end.`,
  };
}

function lossWords(stored: Stored, nextSeconds: number, daily: number | null, nowMs: number): string {
  const before = formatDate(nowMs - nextSeconds * 1_000);
  const left = daily === null ? null : Math.max(0, stored.bytes - (daily * nextSeconds) / DAY_SECONDS);
  const freed = left === null ? '' : ` That frees about ${size(left)}.`;
  return `What is older than ${keptWords(nextSeconds)}, before ${before}, is dropped within ten minutes, for good.${freed}`;
}

function counted(amount: number, unit: string): string {
  const text = amount.toFixed(1).replace(/\.0$/, '');
  return `${text} ${unit}${text === '1' ? '' : 's'}`;
}

const size = (bytes: number): string => describeValue(bytes, 'bytesTotal');

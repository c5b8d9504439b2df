/** What stretch of time is looked at: the sliding live window, the last hours, or a fixed stretch. */
export type TimeRange =
  | { readonly kind: 'live' }
  | { readonly kind: 'last'; readonly key: LastKey }
  | { readonly kind: 'fixed'; readonly from: number; readonly to: number };

export type LastKey = keyof typeof LAST_RANGES;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The stretches that end now. */
export const LAST_RANGES = {
  '1m': { label: '1 min', lengthMs: 60_000 },
  '5m': { label: '5 min', lengthMs: 5 * 60_000 },
  '15m': { label: '15 min', lengthMs: 15 * 60_000 },
  '1h': { label: '1 h', lengthMs: HOUR_MS },
  '6h': { label: '6 h', lengthMs: 6 * HOUR_MS },
  '24h': { label: '24 h', lengthMs: DAY_MS },
  '7d': { label: '7 d', lengthMs: 7 * DAY_MS },
  '30d': { label: '30 d', lengthMs: 30 * DAY_MS },
  '90d': { label: '90 d', lengthMs: 90 * DAY_MS },
  '1y': { label: '1 year', lengthMs: 365 * DAY_MS },
  '3y': { label: '3 years', lengthMs: 3 * 365 * DAY_MS },
} as const;

const FIXED = /^(\d{12,14})-(\d{12,14})$/;

/** Reads a range from the address; what is not understood is the live view. */
export function parseRange(text: string): TimeRange {
  if (Object.hasOwn(LAST_RANGES, text)) return { kind: 'last', key: text as LastKey };
  const match = FIXED.exec(text);
  const from = Number(match?.[1]);
  const to = Number(match?.[2]);
  return match && from < to ? { kind: 'fixed', from, to } : { kind: 'live' };
}

/** Writes a range for the address. */
export function serialiseRange(range: TimeRange): string {
  if (range.kind === 'fixed') return `${Math.round(range.from)}-${Math.round(range.to)}`;
  return range.kind === 'last' ? range.key : 'live';
}

/** A range's ends, by the hosts' time. */
export function endsOf(range: TimeRange, now: number, liveMs: number): { from: number; to: number } {
  if (range.kind === 'fixed') return { from: range.from, to: range.to };
  const length = range.kind === 'live' ? liveMs : LAST_RANGES[range.key].lengthMs;
  return { from: now - length, to: now };
}

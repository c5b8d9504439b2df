const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/** Bytes as people write them: `4.2 GB`. */
export function bytesText(bytes: number): string {
  let [value, unit] = [Math.max(0, bytes), 0];
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${numberText(value)} ${BYTE_UNITS[unit] ?? ''}`;
}

/** Two digits that say something: `4.2`, `42`, `420`, `817,858`. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return 'an unknown number of';
  if (value < 9.95 && !Number.isInteger(value)) return value.toFixed(value < 0.095 ? 2 : 1);
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Less is told as this: of `1e-7 %` nobody has an idea. */
const LEAST_PERCENT = 0.001;

/** A share of one as per cent. */
export function percentText(share: number): string {
  const percent = Math.abs(share) * 100;
  if (percent >= 0.095) return `${numberText(percent)} %`;
  return `${percent === 0 ? 0 : Math.max(LEAST_PERCENT, percent).toPrecision(1)} %`;
}

/** A length of time in the unit that fits. */
export function durationText(seconds: number): string {
  if (seconds < 2 * MINUTE_SECONDS) return `${numberText(Math.round(seconds))} s`;
  if (seconds < 2 * HOUR_SECONDS) return `${numberText(Math.round(seconds / MINUTE_SECONDS))} min`;
  if (seconds < 2 * DAY_SECONDS) return `${numberText(seconds / HOUR_SECONDS)} h`;
  return `${numberText(seconds / DAY_SECONDS)} days`;
}

/** The time of day, with seconds where they matter. */
export function clockText(atMs: number, timeZone: string, hasSeconds: boolean): string {
  const second = hasSeconds ? ({ second: '2-digit' } as const) : {};
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', ...second, timeZone }).format(atMs);
}

/** From when to when, or since when where it lasts. */
export function spanText(startMs: number, endMs: number | null, timeZone: string): string {
  if (endMs === null) return `since ${clockText(startMs, timeZone, false)}`;
  const hasSeconds = endMs - startMs < 2 * MINUTE_SECONDS * 1_000;
  const [from, until] = [startMs, endMs].map((atMs) => clockText(atMs, timeZone, hasSeconds));
  return from === until ? `at ${from ?? ''}` : `between ${from ?? ''} and ${until ?? ''}`;
}

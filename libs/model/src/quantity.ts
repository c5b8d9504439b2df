/** A number and its unit apart, so that units can be set lighter and numbers line up. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

const SI_PREFIXES = ['', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A number with three significant digits and its SI prefix; what is not nothing is never written as 0. */
export function formatSi(amount: number): Quantity {
  if (amount === 0) return { value: '0', unit: '' };
  const size = Math.abs(amount);
  let power = 0;
  // 999.5 rounds to 1000, which is 1.00 of the next prefix.
  while (power < SI_PREFIXES.length - 1 && size / 1000 ** power >= 999.5) power += 1;
  const scaled = size / 1000 ** power;
  const sign = amount < 0 ? '−' : '';
  return { value: sign + threeDigits(scaled, power > 0), unit: SI_PREFIXES[power] ?? '' };
}

/** A whole number with its thousands apart: `50,000`. The way of `Intl` loads tables of languages first, tens of milliseconds. */
export function formatCount(count: number | string): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `0.3`, `12`; of 0 to 100. What is less than all is never written as 100. */
export function formatPercent(percent: number): string {
  const size = Math.abs(percent);
  if (size === 0) return '0';
  if (size < 0.1) return '< 0.1';
  if (size > 99 && size < 100) return (Math.trunc(percent * 10) / 10).toFixed(1);
  return size < 9.95 ? percent.toFixed(1) : formatCount(Math.round(percent));
}

/** `12.3` + `ms`, `1.50` + `s`. */
export function formatMilliseconds(ms: number): Quantity {
  if (Math.abs(ms) >= SECOND_MS) return { value: (ms / SECOND_MS).toPrecision(3), unit: 's' };
  if (ms !== 0 && Math.abs(ms) < 0.01) return { value: '< 0.01', unit: 'ms' };
  const digits = Math.abs(ms) >= 99.95 ? 0 : Math.abs(ms) >= 9.995 ? 1 : 2;
  return { value: ms === 0 ? '0' : ms.toFixed(digits), unit: 'ms' };
}

/** A length of time in its two largest units: `3 d 4 h`, `5 min 2 s`, `300 ms`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < SECOND_MS) return `${Math.round(durationMs)} ms`;
  const parts = [
    [Math.floor(durationMs / DAY_MS), 'd'],
    [Math.floor((durationMs % DAY_MS) / HOUR_MS), 'h'],
    [Math.floor((durationMs % HOUR_MS) / MINUTE_MS), 'min'],
    [Math.floor((durationMs % MINUTE_MS) / SECOND_MS), 's'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

function threeDigits(scaled: number, prefixed: boolean): string {
  if (scaled < 0.1) return '< 0.1';
  if (!prefixed) return scaled < 9.95 && !Number.isInteger(scaled) ? scaled.toFixed(1) : scaled.toFixed(0);
  if (scaled >= 99.95) return scaled.toFixed(0);
  return scaled >= 9.995 ? scaled.toFixed(1) : scaled.toFixed(2);
}

/** A unit that people type in, and how much of what is stored one of it is. */
export interface AmountUnit {
  readonly label: string;
  readonly factor: number;
}

export const SPAN_UNITS: readonly AmountUnit[] = [
  { label: 's', factor: 1 },
  { label: 'min', factor: 60 },
  { label: 'h', factor: 3_600 },
  { label: 'd', factor: 86_400 },
];
const RATE_UNITS: readonly AmountUnit[] = [
  { label: 'B/s', factor: 1 },
  { label: 'kbit/s', factor: 125 },
  { label: 'Mbit/s', factor: 125e3 },
  { label: 'Gbit/s', factor: 125e6 },
  { label: 'kB/s', factor: 1e3 },
  { label: 'MB/s', factor: 1e6 },
];
const SIZE_UNITS: readonly AmountUnit[] = [
  { label: 'B', factor: 1 },
  { label: 'MB', factor: 1e6 },
  { label: 'GB', factor: 1e9 },
];
/** Written with more digits, another unit reads better. */
const DIGITS = 1e3;

/** What an amount of a figure's unit can be typed in. */
export function unitsOf(unit: string): readonly AmountUnit[] {
  if (unit === 'B/s') return RATE_UNITS;
  if (unit === 'B') return SIZE_UNITS;
  return unit === 's' ? SPAN_UNITS : [{ label: unit, factor: 1 }];
}

/** The largest unit that has the amount as a short number of one or more. */
export function unitFor(amount: number | null, units: readonly AmountUnit[]): AmountUnit {
  const [first = { label: '', factor: 1 }] = units;
  const fitting = units.filter(({ factor }) => {
    const written = ((amount ?? 0) / factor) * DIGITS;
    return amount !== null && Math.abs(amount) >= factor && Math.abs(written - Math.round(written)) < 1e-6;
  });
  return fitting.reduce((best, each) => (each.factor > best.factor ? each : best), first);
}

/** The amount in a unit, as it is typed; empty where there is none. */
export function typedOf(amount: number | null, { factor }: AmountUnit): string {
  return amount === null ? '' : String(Number((amount / factor).toPrecision(12)));
}

/** What was typed as the amount that is stored; null where it is no number. */
export function amountOf(typed: string, { factor }: AmountUnit): number | null {
  const value = Number(typed);
  return typed.trim() === '' || !Number.isFinite(value) ? null : Number((value * factor).toPrecision(12));
}

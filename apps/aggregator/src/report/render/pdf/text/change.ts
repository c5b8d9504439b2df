import { formatCount, type ReportCell } from '@weir/model';

/** `+12 %`, or `+1.5 points` of shares, against what was before; null where that cannot be told. */
export function changeText(value: ReportCell, before: ReportCell, as: 'points' | 'share'): string | null {
  const [now, then] = [Number(value), Number(before)];
  if (value === null || before === null || !Number.isFinite(now) || !Number.isFinite(then)) return null;
  if (as === 'points') return signed(now - then, ' points');
  return then === 0 ? null : signed(((now - then) / Math.abs(then)) * 100, ' %');
}

function signed(amount: number, suffix: string): string {
  const size = Math.abs(amount);
  const digits = size < 9.95 ? size.toFixed(1) : formatCount(Math.round(size));
  if (Number(digits) === 0) return 'unchanged';
  return `${amount < 0 ? '−' : '+'}${digits}${suffix}`;
}

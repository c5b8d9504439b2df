const UNITS = [
  { name: 'day', ms: 86_400_000, fromMs: 2 * 86_400_000 },
  { name: 'hour', ms: 3_600_000, fromMs: 2 * 3_600_000 },
  { name: 'minute', ms: 60_000, fromMs: 2 * 60_000 },
  { name: 'second', ms: 1_000, fromMs: 0 },
] as const;

/** How wrong a clock is, for people: `90 minutes behind`, `3 days ahead`, `right`. */
export function clockInWords(offsetMs: number): string {
  if (offsetMs === 0) return 'right';
  const sizeMs = Math.abs(offsetMs);
  const unit = UNITS.find(({ fromMs }) => sizeMs >= fromMs) ?? UNITS[3];
  const count = Math.round(sizeMs / unit.ms);
  return `${count} ${unit.name}${count === 1 ? '' : 's'} ${offsetMs > 0 ? 'behind' : 'ahead'}`;
}

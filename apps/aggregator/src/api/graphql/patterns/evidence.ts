/** A figure that a pattern rests on. */
export interface EvidenceFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** Names say their unit; the first that fits. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/BytesPerSecond$|^bytesPerSecond$|^level(Before|After)$/, 'bytes per second'],
  [/^packetsPerSecond$/, 'packets per second'],
  [/^bytesPerPacket$/, 'bytes per packet'],
  [/bytes(ARun)?$/i, 'bytes'],
  [/(At|Start|End)Ms$/, 'ms since 1970'],
  [/Seconds$/, 'seconds'],
  [/^days[A-Z]/, 'days'],
  [/Hours$/, 'hours'],
  [/ShareAnHour$/, 'share per hour'],
  [/share(OfCapacity)?$|ratio$/i, 'share'],
  [/^times|inToOut$/i, 'times'],
  [/deviations$/i, 'standard deviations'],
  [/^is[A-Z]/, 'yes (1) or no (0)'],
];

/** The unit of a figure, in words. */
export function unitOfEvidence(name: string): string {
  return UNITS.find(([ending]) => ending.test(name))?.[1] ?? 'count';
}

/** The figures that a pattern rests on, by name. */
export function evidenceOf(evidence: Readonly<Record<string, number | null>>): EvidenceFigure[] {
  return Object.entries(evidence).flatMap(([name, value]) =>
    value === null ? [] : [{ name, value, unit: unitOfEvidence(name) }],
  );
}

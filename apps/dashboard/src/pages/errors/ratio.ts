/** Fewer packets than that tell nothing: one error of three packets is no third. */
export const PACKET_FLOOR = 1_000;

/** The share of packets that were lost, from 0 to 1; why there is none, where it cannot be told. */
export type LossRatio = number | 'few' | 'unknown';

/** How many of the packets had an error or were dropped. */
export function lossRatio(faults: number | null, packets: number | null): LossRatio {
  if (faults === null || packets === null) return 'unknown';
  // What was dropped need not be among the packets counted, so that a share is never above the whole.
  const all = Math.max(packets, faults);
  return all < PACKET_FLOOR ? 'few' : faults / all;
}

/** The same in words; shares are small, so they are told in parts of a million where percent would be all zeros. */
export function describeLoss(ratio: LossRatio): string {
  if (ratio === 'unknown') return 'not known';
  if (ratio === 'few') return 'too few packets';
  if (ratio === 0) return '0 %';
  if (ratio < 0.00001) return `${Math.max(1, Math.round(ratio * 1_000_000))} of a million`;
  const percent = ratio * 100;
  return `${percent < 0.0995 ? percent.toFixed(3) : percent < 9.95 ? percent.toFixed(2) : percent.toFixed(0)} %`;
}

/** To sort by: what is not known stands below everything. */
export function sortableLoss(ratio: LossRatio): number {
  return typeof ratio === 'number' ? ratio : ratio === 'few' ? -1 : -2;
}

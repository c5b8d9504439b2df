import type { Percentile } from '../../api/operations/volume.js';

/** One way of a sorted curve, as an SVG polyline in a square of 100 by 100 has it. */
export interface CurveLine {
  readonly id: 'in' | 'out' | 'max';
  readonly label: string;
  /** Custom property that holds its colour. */
  readonly colour: string;
  readonly points: string;
}

/** Samples from the lowest to the highest, and which of them is billed. */
export interface DrawnCurve {
  readonly lines: readonly CurveLine[];
  /** Bytes a second at the top. */
  readonly highest: number;
  /** Where the billed sample is, from 0 to 100; what lies right of it is dropped. */
  readonly billedAt: number;
}

/** How samples are drawn, lowest left; null where there is none. */
export function drawnCurve({ curve, sampleCount, droppedCount }: Percentile): DrawnCurve | null {
  if (sampleCount === 0) return null;
  const placeOf = (rank: number): number => (sampleCount === 1 ? 100 : ((rank - 1) / (sampleCount - 1)) * 100);
  const highest = Math.max(...curve.maxBytesPerSecond, 0);
  const line = (values: readonly number[]): string =>
    values.map((value, index) => `${placeOf(curve.rank[index] ?? 1)},${heightOf(value, highest)}`).join(' ');
  return {
    lines: [
      { id: 'max', label: 'Busier way', colour: '--text-3', points: line(curve.maxBytesPerSecond) },
      { id: 'in', label: 'In', colour: '--in', points: line(curve.inBytesPerSecond) },
      { id: 'out', label: 'Out', colour: '--out', points: line(curve.outBytesPerSecond) },
    ],
    ...{ highest, billedAt: placeOf(sampleCount - droppedCount) },
  };
}

function heightOf(value: number, highest: number): number {
  return highest === 0 ? 100 : 100 - (value / highest) * 100;
}

import type { Bar } from '../../charts/bar/bar-data.js';
import type { HeatRow } from '../../charts/heat/heat-data.js';
import type { ChartLine, ChartPoint } from '../../charts/line/chart-line.js';
import type { Slice } from '../../charts/pie/pie-data.js';

/** What an agent might send to be run in somebody's browser or spreadsheet. */
export const HOSTILE = '<img src=x onerror=alert(1)>=HYPERLINK("evil")';

const STEP_MS = 1_000;
/** Made-up figures that are the same at each look, so that two looks can be compared. */
const wave = (index: number, seed: number): number =>
  1 + Math.sin(index / (9 + seed)) * 0.5 + Math.sin(index / 2.3 + seed * 5) * 0.12;

/** Points of a made-up line, the newest at `to`; `gap` = the points that are not known. */
export function samplePoints(
  to: number,
  count: number,
  height: number,
  seed: number,
  gap?: [number, number],
): ChartPoint[] {
  return Array.from({ length: count }, (_, index): ChartPoint => {
    const missing = gap !== undefined && index >= gap[0] && index < gap[1];
    return [to - (count - 1 - index) * STEP_MS, missing ? null : Math.round(height * wave(index, seed))];
  });
}

/** In and out of one entity. */
export function samplePair(name: string, to: number, height: number, colour: string): ChartLine[] {
  const gap: [number, number] = [120, 150];
  return [
    { id: `${name}:in`, name, colour, side: 'in', points: samplePoints(to, 300, height, 1, gap) },
    {
      id: `${name}:out`,
      name,
      colour: `${colour}-out`,
      side: 'out',
      points: samplePoints(to, 300, height * 0.6, 4, gap),
    },
  ];
}

/** Lines that differ in height, for stacks and crowds. */
export function sampleLines(count: number, to: number, height: number): ChartLine[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `line-${index}`,
    name: index === 2 ? HOSTILE : `container-${index + 1}`,
    colour: `--entity-${index % 9}`,
    points: samplePoints(to, 300, height / (index + 1), index),
  }));
}

const PARTS = ['TCP', 'UDP', 'ICMP'];

/** Bars that fall in height; one is not known. */
export function sampleBars(count: number, withParts = false): Bar[] {
  return Array.from({ length: count }, (_, index): Bar => {
    const value = index === 3 ? null : 8e6 / (index + 1);
    const share = (part: number): number | null => (value === null ? null : value / (part * 2 + 2));
    const parts = PARTS.map((name, part) => ({ id: name, name, colour: `--entity-${part}`, value: share(part) }));
    const bar = { id: `bar-${index}`, name: index === 1 ? HOSTILE : `container-${index + 1}`, value };
    return { ...bar, colour: `--entity-${index % 9}`, ...(withParts ? { parts } : {}) };
  });
}

/** Slices that fall in size. */
export function sampleSlices(count: number): Slice[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `slice-${index}`,
    name: index === 1 ? HOSTILE : `network-${index + 1}`,
    colour: `--entity-${index % 9}`,
    value: 90 / (index + 1),
  }));
}

/** Rows of a heat map up to a value, with stretches that are not known. */
export function sampleHeat(rows: number, columns: number, most: number): HeatRow[] {
  return Array.from({ length: rows }, (_, row) => ({
    id: `row-${row}`,
    name: row === 1 ? HOSTILE : `web-${row + 1}.simulated`,
    cells: Array.from({ length: columns }, (_unused, column) =>
      row % 7 === 3 && column > 20 && column < 28 ? null : Math.max(0, (most * wave(column + row * 3, row % 5)) / 1.65),
    ),
  }));
}

import type { BarsBlock, HeatBlock, LinesBlock, MomentRange, SharesBlock } from '@weir/model';
import type { Bar } from '../../charts/bar/bar-data.js';
import type { HeatRow } from '../../charts/heat/heat-data.js';
import type { ChartLine } from '../../charts/line/chart-line.js';
import type { Slice } from '../../charts/pie/pie-data.js';

const ENTITY_COLOURS = 9;
const WAYS: Readonly<Record<string, string>> = { Received: '--in', Transmitted: '--out' };

/** Names of a report are none of the page's: a colour goes by its place, and by the way where it is one. */
function colourOf(name: string, place: number): string {
  return WAYS[name] ?? `--entity-${place % ENTITY_COLOURS}`;
}

/** The lines of a block, with those of the range before as dashes, and its limit. */
export function linesOf({ atMs, lines, limit }: LinesBlock, { fromMs, toMs }: MomentRange): ChartLine[] {
  const pointsOf = (values: readonly (number | null)[]): ChartLine['points'] =>
    atMs.map((at, index) => [at, values[index] ?? null]);
  const drawn = lines.flatMap(({ name, values, before }, place): ChartLine[] => {
    const colour = colourOf(name, place);
    const line = { id: `line ${place}`, name, colour, points: pointsOf(values) };
    if (!before) return [line];
    return [line, { id: `before ${place}`, name: `${name} before`, colour, points: pointsOf(before), dashed: true }];
  });
  if (!limit) return drawn;
  const points: ChartLine['points'] = [
    [fromMs, limit.value],
    [toMs, limit.value],
  ];
  return [...drawn, { id: 'limit', name: limit.label, colour: '--warn', dashed: true, points }];
}

/** The bars of a block; of several values each is a part. */
export function barsOf({ bars }: BarsBlock): Bar[] {
  return bars.map(({ name, values }, place) => {
    const parts = values.map(({ label, value }, index) => ({
      ...{ id: label, name: label, colour: colourOf(label, index), value },
    }));
    const known = parts.flatMap(({ value }) => value ?? []);
    return {
      ...{ id: String(place), name, colour: '--accent' },
      value: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
      ...(parts.length > 1 ? { parts } : {}),
    };
  });
}

export function slicesOf({ parts }: SharesBlock): Slice[] {
  return parts.map(({ name, value }, place) => ({ id: String(place), name, colour: colourOf(name, place), value }));
}

export function heatRowsOf({ rows }: HeatBlock): HeatRow[] {
  return rows.map(({ name, values }, place) => ({ id: String(place), name, cells: values }));
}

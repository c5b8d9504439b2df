import type { LinesBlock } from '@weir/model';
import { drawNothing, frameOf, type Key } from '../chart/frame.js';
import { drawLimit, plotOf, PLOT_HEIGHT, type Plot } from '../chart/plot.js';
import { stackOf, type Layer } from '../chart/stack.js';
import { strokesOf, type Stroke } from '../chart/thin.js';
import { between, COLOURS, type Colour } from '../look.js';
import { BLOCK_GAP, LEFT, WIDTH } from '../page/measures.js';
import type { Pen } from '../page/pen.js';
import type { Piece } from '../page/placer.js';
import type { Context } from './context.js';

/** Lines of very many points are thinner, so that one sees through. */
const WIDTHS = { usual: 1.3, dense: 0.9, edge: 0.5 } as const;
const DENSE = 200;
type Values = readonly (number | null)[];

/** Lines over time, or areas on top of each other; the range before is dashed, and lies behind. */
export function* linesPieces(block: LinesBlock, { pen, timeZone, colours }: Context): Iterable<Piece> {
  const hues = colours.of(block.lines.map(({ name }) => name));
  const frame = frameOf(block.title, keysOf(block, hues), pen);
  const layers = block.isStacked ? stackOf(block.lines) : null;
  const values = valuesOf(block, layers);
  const [fromMs = 0, toMs = fromMs + 1] = [block.atMs[0], block.atMs.at(-1)];
  const plot = plotOf({ ...block, values, fromMs, toMs: Math.max(toMs, fromMs + 1), timeZone }, pen);
  const height = frame.height + plot.height;
  const draw = (top: number): void => {
    frame.draw(top);
    const below = top + frame.height;
    if (!isKnown(block)) return drawNothing(pen, [LEFT, below, WIDTH, PLOT_HEIGHT]);
    plot.draw(below);
    const strokes = strokesIn(plot, block, below);
    if (layers) drawLayers(layers, hues, strokes, pen);
    else drawLines(block, hues, strokes, pen);
    if (block.limit) drawLimit(block.limit, block.unit, plot, below, pen);
  };
  yield { height, gap: BLOCK_GAP, draw };
}

function keysOf(block: LinesBlock, hues: readonly Colour[]): Key[] {
  const sign = block.isStacked ? 'square' : 'line';
  const keys: Key[] = block.lines.map(({ name }, index) => ({ name, colour: hues[index] ?? COLOURS.rest, sign }));
  if (!block.lines.some(({ before }) => before)) return keys;
  return [...keys, { name: block.isStacked ? 'All, before' : 'Before', colour: COLOURS.faint, sign: 'dashed' }];
}

function valuesOf({ lines, limit }: LinesBlock, layers: readonly Layer[] | null): number[] {
  const shown: readonly Values[] = layers
    ? [layers.at(-1)?.upper ?? [], layers.at(-1)?.before ?? []]
    : lines.flatMap(({ values, before }) => [values, before ?? []]);
  return [...shown.flat(), limit?.value ?? null].filter((value) => value !== null);
}

function isKnown({ lines, atMs }: LinesBlock): boolean {
  return atMs.length > 0 && lines.some(({ values, before }) => [...values, ...(before ?? [])].some((v) => v !== null));
}

/** The strokes of values, one for each moment. */
type Strokes = (values: Values) => Stroke[];

function strokesIn(plot: Plot, { atMs }: LinesBlock, top: number): Strokes {
  const places = atMs.map(plot.xOf);
  const heightOf = (value: number | null): number | null => (value === null ? null : plot.yOf(value, top));
  return (values) => strokesOf(places, values.map(heightOf));
}

function drawLines({ lines, atMs }: LinesBlock, hues: readonly Colour[], strokes: Strokes, pen: Pen): void {
  lines.forEach(({ before }, index) => {
    const colour = between(hues[index] ?? COLOURS.rest, COLOURS.white, 0.35);
    for (const stroke of strokes(before ?? [])) pen.dashed(stroke, colour, 0.7);
  });
  const width = atMs.length > DENSE ? WIDTHS.dense : WIDTHS.usual;
  lines.forEach(({ values }, index) => {
    for (const stroke of strokes(values)) drawStroke(stroke, hues[index] ?? COLOURS.rest, width, pen);
  });
}

/** A value between two gaps is a point, which a line would not show. */
function drawStroke(stroke: Stroke, colour: Colour, width: number, pen: Pen): void {
  const [first] = stroke;
  if (first && stroke.length === 1) pen.dot(first[0], first[1], 1.4, colour);
  else pen.line(stroke, colour, width);
}

function drawLayers(layers: readonly Layer[], hues: readonly Colour[], strokes: Strokes, pen: Pen): void {
  layers.forEach(({ lower, upper }, index) => {
    const colour = hues[index] ?? COLOURS.rest;
    const floors = strokes(lower);
    strokes(upper).forEach((stroke, part) => {
      pen.area([...stroke, ...(floors[part] ?? []).toReversed()], colour, 0.55);
      drawStroke(stroke, colour, WIDTHS.edge, pen);
    });
  });
  for (const stroke of strokes(layers.at(-1)?.before ?? [])) pen.dashed(stroke, COLOURS.faint, 0.9);
}

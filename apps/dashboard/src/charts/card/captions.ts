import type { Beside, ColourScale, Legend } from './frame.js';
import { colour, make, text } from './svg.js';

/** Where the drawing is in a picture. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export const MARGIN_PX = 16;
export const LINE_PX = 20;
/** A picture is to be looked at: of many series the first are told. */
export const MOST_ROWS = 20;
const LONGEST_NAME = 26;
const RAMP_PX = 320;
const GRADIENT = 'ramp';

/** Names and values of rows, and what stands under them. */
export function textsBeside({ names, values, under }: Beside, { left, top, width, height }: Box): SVGElement[] {
  const step = height / Math.max(1, names.length);
  const size = Math.min(12, step);
  const y = (index: number): number => top + (index + 0.5) * step + size / 3;
  const short = (name: string): string => (name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);
  return [
    ...names.map((name, index) => text(short(name), { x: MARGIN_PX, y: y(index), size })),
    ...(values ?? []).map((value, index) => text(value, { x: left + width + 8, y: y(index), size })),
    ...(under ?? []).map(({ share, text: words }) =>
      text(words, { x: left + share * width, y: top + height + 13, size: 11 }),
    ),
  ];
}

/** What a ring has in its middle: the whole, and what that is. */
export function textsInside(lines: readonly string[], { left, top, width, height }: Box): SVGElement[] {
  const first = top + height / 2 - ((lines.length - 1) * LINE_PX) / 2 + 5;
  return lines.map((line, index) =>
    text(line, {
      ...{ x: left + width / 2, y: first + index * LINE_PX, anchor: 'middle' },
      ...(index === 0 ? { size: 17, weight: 600 } : { size: 12 }),
    }),
  );
}

/** What the colours stand for: a ramp with its values under it. */
export function ramp({ colours, ticks }: ColourScale, left: number, top: number): SVGElement[] {
  const gradient = make('linearGradient', { id: GRADIENT });
  gradient.append(...colours.map((stop) => make('stop', { offset: stop.at, 'stop-color': stop.colour })));
  return [
    gradient,
    make('rect', { x: left, y: top, width: RAMP_PX, height: 8, rx: 2, fill: `url(#${GRADIENT})` }),
    ...ticks.map(({ share, text: words }) =>
      text(words, { x: left + share * RAMP_PX, y: top + 22, size: 11, anchor: 'middle' }),
    ),
  ];
}

/** A row a series: its colour, its name, its figures. */
export function legendRows(legend: Legend | null, top: number): SVGElement[] {
  return (legend?.rows ?? []).slice(0, MOST_ROWS).flatMap(({ label, colour: property, figures }, index) => {
    const y = top + (index + 0.7) * LINE_PX;
    const words = [label, ...figures.map((figure, place) => `${legend?.headings[place] ?? ''} ${figure}`)].join(', ');
    return [
      make('rect', { x: MARGIN_PX, y: y - 9, width: 10, height: 10, rx: 3, fill: colour(property) }),
      text(words, { x: MARGIN_PX + 18, y, size: 12 }),
    ];
  });
}

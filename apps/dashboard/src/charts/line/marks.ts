import { type Plot, xOf } from '../apex/plot.js';
import type { Marker, Sign } from './chart-line.js';

/** What is marked in one place of the plot: what lies closer together could not be told apart. */
export interface Mark {
  /** From the left edge of the plot, in pixels. */
  readonly x: number;
  readonly at: number;
  readonly tone: NonNullable<Marker['tone']>;
  /** Null where several kinds share the place. */
  readonly sign: Sign | null;
  readonly markers: readonly Marker[];
}

/** Signs are nine pixels wide. */
const APART_PX = 10;
const NEAR_PX = 8;
/** As many as can be read beside the figures. */
const MOST_NOTES = 5;
const TONES = ['plain', 'warn', 'bad'] as const;

/** The markers that lie on the plot, those of one place together, from left to right. */
export function marksOn(markers: readonly Marker[], plot: Plot): Mark[] {
  const shown = markers.filter(({ at }) => at >= plot.minX && at <= plot.maxX).sort((a, b) => a.at - b.at);
  const places: { readonly x: number; readonly markers: Marker[] }[] = [];
  for (const marker of shown) {
    const x = xOf(plot, marker.at);
    const last = places.at(-1);
    if (last && x - last.x < APART_PX) last.markers.push(marker);
    else places.push({ x, markers: [marker] });
  }
  return places.map(markOf);
}

/** What is told of the marks around a place: the first of them in words, and how many more there are. */
export function notesNear(marks: readonly Mark[], x: number): { readonly notes: string[]; readonly more: number } {
  const near = marks.filter((mark) => Math.abs(mark.x - x) <= NEAR_PX).flatMap(({ markers }) => markers);
  const texts = [...new Set(near.map(({ text }) => text))];
  return { notes: texts.slice(0, MOST_NOTES), more: Math.max(0, texts.length - MOST_NOTES) };
}

/** The mark after (or before) a moment; null where there is none. */
export function markBeside(marks: readonly Mark[], at: number, step: 1 | -1): Mark | null {
  const beyond = marks.filter((mark) => (step > 0 ? mark.at > at : mark.at < at));
  return (step > 0 ? beyond[0] : beyond.at(-1)) ?? null;
}

function markOf({ x, markers }: { readonly x: number; readonly markers: readonly Marker[] }): Mark {
  const signs = new Set(markers.map(({ sign }) => sign ?? null));
  const worst = Math.max(...markers.map(({ tone }) => TONES.indexOf(tone ?? 'plain')));
  return {
    ...{ x, markers, at: markers[0]?.at ?? 0, tone: TONES[worst] ?? 'plain' },
    sign: signs.size === 1 ? ([...signs][0] ?? null) : null,
  };
}

import { type Colour, mix, parseColour, writeColour } from './colour.js';

/** How a heat map turns numbers into colours: how full something is, or how much of something there is. */
export type Scale = 'utilisation' | 'sequential';

type Stops = readonly (readonly [share: number, colour: string])[];

/**
 * From the ground to what stands out most, with lightness going one way all along, so that they read the same without colour
 * vision. Of utilisation the last fifth is warm: there it begins to hurt.
 */
const STOPS: Record<'dark' | 'light', Record<Scale, Stops>> = {
  dark: {
    sequential: [
      [0, '#16222d'],
      [0.25, '#17465c'],
      [0.5, '#1e7382'],
      [0.75, '#48ab9a'],
      [1, '#d3f2c8'],
    ],
    utilisation: [
      [0, '#16222d'],
      [0.4, '#1d5a70'],
      [0.7, '#4a9a9a'],
      [0.8, '#e0a83a'],
      [1, '#ffe9a8'],
    ],
  },
  light: {
    sequential: [
      [0, '#eef4f5'],
      [0.25, '#b4dcd6'],
      [0.5, '#62aeb0'],
      [0.75, '#22718a'],
      [1, '#0d2f4f'],
    ],
    utilisation: [
      [0, '#eef4f5'],
      [0.4, '#a9d3d4'],
      [0.7, '#5d9fb0'],
      [0.8, '#b8621b'],
      [1, '#6b1410'],
    ],
  },
};

/** The colour of a share of the scale, 0 to 1; what lies outside takes the end. */
export function scaleColour(scale: Scale, theme: 'dark' | 'light', share: number): string {
  const stops = STOPS[theme][scale];
  const held = Math.min(1, Math.max(0, share));
  const next = Math.max(
    1,
    stops.findIndex(([at]) => at >= held),
  );
  const [from, first] = stops[next - 1] ?? [0, '#000000'];
  const [to, second] = stops[next] ?? [1, '#ffffff'];
  return writeColour(mix(colour(first), colour(second), (held - from) / (to - from)));
}

/** A colour of a scale and its place there, 0 to 1. */
export interface ScaleStop {
  readonly at: number;
  readonly colour: string;
}

/** The colours between which a scale lies, in order. */
export function scaleStops(scale: Scale, theme: 'dark' | 'light'): ScaleStop[] {
  return STOPS[theme][scale].map(([at, hex]) => ({ at, colour: hex }));
}

/** The scale from end to end, for a legend. */
export function scaleGradient(scale: Scale, theme: 'dark' | 'light'): string {
  const stops = scaleStops(scale, theme).map(({ at, colour: hex }) => `${hex} ${at * 100}%`);
  return `linear-gradient(to right, ${stops.join(', ')})`;
}

function colour(hex: string): Colour {
  return parseColour(hex) ?? [0, 0, 0];
}

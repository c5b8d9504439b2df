/** The look of the dashboard's light theme, on white: red, green, blue. */
export type Colour = readonly [number, number, number];

const hex = (text: string): Colour => [
  parseInt(text.slice(1, 3), 16),
  parseInt(text.slice(3, 5), 16),
  parseInt(text.slice(5, 7), 16),
];

export const COLOURS = {
  text: hex('#0f1e2a'),
  soft: hex('#465a6a'),
  faint: hex('#5f7182'),
  line: hex('#e2e8ee'),
  strong: hex('#c3ced8'),
  raised: hex('#f4f6f8'),
  accent: hex('#087f70'),
  warn: hex('#935c00'),
  warnGround: hex('#fdf3e0'),
  bad: hex('#c2332b'),
  white: hex('#ffffff'),
  /** What is not told apart. */
  rest: hex('#9aa7b2'),
} as const;

/** Colours of things, told apart with the common colour-vision deficiencies, as on the dashboard; the clearest first. */
export const THINGS: readonly Colour[] = [
  ...[hex('#597ee2'), hex('#c95d02'), hex('#0e9051'), hex('#7f0b54'), hex('#196686')],
  ...[hex('#af6f95'), hex('#3e4e00'), hex('#5840a8'), hex('#83504d')],
];

/** In and out, as on the dashboard. */
export const INCOMING = hex('#0b8b7b');
export const OUTGOING = hex('#5460d8');

/** From little to much of a heat map: each is darker than the one before, so that it also reads in grey. */
export const HEAT: readonly Colour[] = [hex('#eef6f5'), hex('#a5d6cf'), hex('#3fa79b'), hex('#0b6e7d'), hex('#12355b')];

/** A colour between two, `share` of 0 to 1 towards the second. */
export function between(first: Colour, second: Colour, share: number): Colour {
  const mix = (index: 0 | 1 | 2): number => Math.round(first[index] + (second[index] - first[index]) * share);
  return [mix(0), mix(1), mix(2)];
}

/** The colour of a share of 0 to 1. */
export function heatColour(share: number): Colour {
  const place = Math.min(1, Math.max(0, share)) * (HEAT.length - 1);
  const below = Math.min(Math.floor(place), HEAT.length - 2);
  return between(HEAT[below] ?? COLOURS.white, HEAT[below + 1] ?? COLOURS.white, place - below);
}

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Reads `#rrggbb` or `#rgb`; null where it is neither. */
export function parseColour(text: string): Colour | null {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(text);
  const digits = short ? short.slice(1).map((digit) => digit + digit) : /^#(..)(..)(..)$/.exec(text)?.slice(1);
  const parts = (digits ?? []).map((part) => Number.parseInt(part, 16));
  const [red, green, blue] = parts;
  if (red === undefined || green === undefined || blue === undefined || parts.some(Number.isNaN)) return null;
  return [red, green, blue];
}

/** Writes `#rrggbb`. */
export function writeColour(colour: Colour): string {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
}

/** A colour between two: 0 is the first, 1 the second. */
export function mix(first: Colour, second: Colour, share: number): Colour {
  const between = (from: number, to: number): number => from + (to - from) * share;
  return [between(first[0], second[0]), between(first[1], second[1]), between(first[2], second[2])];
}

/** Relative luminance as WCAG 2.2 defines it. */
export function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map(linear) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours as WCAG 2.2 defines it, 1 to 21. */
export function contrast(first: Colour, second: Colour): number {
  const [light, dark] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** A part of sRGB as an amount of light, 0 to 1. */
export function linear(part: number): number {
  const share = part / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
}

import { describe, expect, it } from '@jest/globals';
import { ENTITY_COLOURS } from '../../format/colour.js';
import { type Colour, contrast, linear, luminance, mix, parseColour, writeColour } from './colour.js';
import { type Scale, scaleColour } from './scale.js';

/** Named at run time: types of Node would let code for browsers use it too. */
const files: { readFileSync: (path: URL, encoding: 'utf8') => string } = await import(`node:${'fs'}`);
const sheet = files.readFileSync(new URL('../../styles/tokens.css', import.meta.url), 'utf8');
const THEMES = ['dark', 'light'] as const;
const GROUNDS = ['--ground', '--surface', '--raised'];

/** A theme's colour as the style sheet gives it. */
function token(theme: (typeof THEMES)[number], name: string): Colour {
  const block = sheet.slice(sheet.indexOf(`[data-theme='${theme}']`)).split('}')[0] ?? '';
  const colour = parseColour(new RegExp(`${name}: (#\\w+);`).exec(block)?.[1] ?? '');
  if (!colour) throw new Error(`no ${name} in the ${theme} theme`);
  return colour;
}

/** What light becomes for eyes without one kind of cone (Machado, Oliveira and Fernandes 2009, severity 1). */
const EYES: Record<string, readonly (readonly number[])[]> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

/** A colour as it is seen, in OKLab: distances there are as large as they look. */
function seen(colour: Colour, eyes: string): number[] {
  const light = colour.map(linear);
  const [r, g, b] = (EYES[eyes] ?? []).map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, weight, index) => sum + weight * (light[index] ?? 0), 0),
      ),
    ),
  ) as [number, number, number];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ];
}

const apart = (one: number[], other: number[]): number =>
  100 * Math.hypot(...one.map((part, i) => part - (other[i] ?? 0)));
const entities = Array.from({ length: ENTITY_COLOURS }, (_, index) => `--entity-${index}`);

describe.each(THEMES)('colours of entities in the %s theme', (theme) => {
  it.each(
    [...entities, '--entity-rest', '--in', '--out'].flatMap((name) => [
      name,
      ...(name.startsWith('--entity') ? [`${name}-out`] : []),
    ]),
  )('%s stands out from every ground by 3:1', (name) => {
    for (const ground of GROUNDS) {
      expect(contrast(token(theme, name), token(theme, ground))).toBeGreaterThanOrEqual(3);
    }
  });

  // 2 is what can just be noticed side by side; lines of a chart are further apart than that.
  it.each(Object.keys(EYES))('no two look alike with %s', (eyes) => {
    const colours = entities.map((name) => seen(token(theme, name), eyes));
    const distances = colours.flatMap((one, index) => colours.slice(0, index).map((other) => apart(one, other)));
    expect(Math.min(...distances)).toBeGreaterThanOrEqual(8);
  });
});

describe.each(THEMES)('scales of heat maps in the %s theme', (theme) => {
  const steps = Array.from({ length: 21 }, (_, index) => index / 20);

  it.each(['sequential', 'utilisation'] as Scale[])(
    '%s goes one way in lightness, so that it reads without colour',
    (scale) => {
      const light = steps.map((share) => luminance(parseColour(scaleColour(scale, theme, share)) as Colour));
      const rises = light.slice(1).map((value, index) => (theme === 'dark' ? 1 : -1) * (value - (light[index] ?? 0)));
      expect(Math.min(...rises)).toBeGreaterThan(0);
    },
  );

  it('takes the ends for what lies outside', () => {
    expect(scaleColour('sequential', theme, 7)).toBe(scaleColour('sequential', theme, 1));
    expect(scaleColour('sequential', theme, -1)).toBe(scaleColour('sequential', theme, 0));
  });
});

describe('colours', () => {
  it('are read, mixed and written', () => {
    expect(parseColour('#fff')).toEqual([255, 255, 255]);
    expect(parseColour('rgb(1,2,3)')).toBeNull();
    expect(writeColour(mix([0, 0, 0], [255, 100, 0], 0.5))).toBe('#803200');
  });
  it('contrast as WCAG says', () => expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21));
});

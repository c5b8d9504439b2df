import { describe, expect, it } from '@jest/globals';
import type { Plot } from '../apex/plot.js';
import type { DrawnSeries } from './line-series.js';
import { pathsOf } from './paths.js';
import { slide } from './slide.js';

const SVG = 'http://www.w3.org/2000/svg';
/** A pixel is a second and a unit; zero lies at 40. */
const plot: Plot = { left: 0, top: 0, width: 300, height: 60, minX: 0, maxX: 300_000, minY: -20, maxY: 40 };

const BOUNDS = { min: -20, max: 40 };

const series = (shiftMs: number, points: DrawnSeries['data']): DrawnSeries => ({
  name: '0',
  data: [[shiftMs, null], ...points, [300_000 + shiftMs, null]],
});

/** What the library leaves behind: a path for each stretch and its area, marks, and the times under the axis. */
function drawing(stretches = 1): HTMLElement {
  const root = document.createElement('div');
  const add = (parent: Element, name: string, attributes: Record<string, string>): Element => {
    const element = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return parent.appendChild(element);
  };
  const group = add(root, 'g', { class: 'apexcharts-series', 'data:realIndex': '0' });
  for (let index = 0; index < stretches; index += 1) add(group, 'path', { fill: '#123456', d: 'M0 0' });
  for (let index = 0; index < stretches; index += 1) add(group, 'path', { fill: 'none', d: 'M0 0' });
  add(add(group, 'g', { class: 'apexcharts-series-markers-wrap' }), 'path', { d: 'M0 0' });
  add(root, 'text', { class: 'apexcharts-xaxis-label', x: '2' });
  add(root, 'text', { class: 'apexcharts-xaxis-label', x: '200' });
  return root;
}

const attributes = (root: Element, selector: string, name: string): (string | null)[] =>
  [...root.querySelectorAll(selector)].map((element) => element.getAttribute(name));

describe('pathsOf', () => {
  it('draws each stretch between gaps, and closes its area at zero', () => {
    const { line, area } = pathsOf(
      [
        [0, null],
        [10_000, 10],
        [11_000, -20],
        [12_000, null],
        [20_000, 0],
        [21_000, 40],
      ],
      plot,
    );
    expect(line).toBe('M10 30L11 60M20 40L21 0');
    expect(area).toBe('M10 40L10 30L11 60L11 40ZM20 40L20 40L21 0L21 40Z');
  });

  it('shows a point alone as a dash', () => expect(pathsOf([[10_000, 10]], plot).line).toBe('M8.5 30L11.5 30'));

  it('closes areas at the edge of a plot that zero is not in', () => {
    expect(pathsOf([[10_000, 50]], { ...plot, minY: 40, maxY: 100 }).area).toMatch(/^M8.5 60/);
  });
});

describe('slide', () => {
  it('moves lines, areas and times on, and tells where the plot lies now', () => {
    const root = drawing(2);
    const moved = slide(root, plot, [series(5_000, [[15_000, 10], [16_000, 20]])], BOUNDS); // prettier-ignore
    expect(moved).toEqual({ ...plot, minX: 5_000, maxX: 305_000 });
    expect(attributes(root, 'path[fill="none"]', 'd')).toEqual(['M10 30L11 20', '']);
    expect(attributes(root, 'path[fill="#123456"]', 'd')).toEqual(['M10 40L10 30L11 20L11 40Z', '']);
    expect(attributes(root, 'g g path', 'd')).toEqual(['']);
    expect(attributes(root, 'text', 'x')).toEqual(['-3', '195']);
    expect(root.querySelector('text')?.style.visibility).toBe('hidden');
  });

  it('moves from where the library drew, not from where it was moved before', () => {
    const root = drawing();
    slide(root, plot, [series(5_000, [])], BOUNDS);
    slide(root, plot, [series(6_000, [])], BOUNDS);
    expect(attributes(root, 'text', 'x')).toEqual(['-4', '194']);
  });

  it.each([
    ['too much time has passed', series(10_001, [])],
    ['another stretch is looked at', { name: '0', data: [[0, null], [200_000, null]] } as const], // prettier-ignore
  ])('leaves it to the library where %s', (_why, changed) => {
    const root = drawing();
    expect(slide(root, plot, [changed], BOUNDS)).toBeNull();
    expect(attributes(root, 'path[fill="none"]', 'd')).toEqual(['M0 0']);
  });

  it.each([
    { min: -20, max: 80 },
    { min: -20, max: 4 },
    { min: 0, max: 40 },
  ])('leaves it to the library where the axis should be %p', (bounds) => {
    expect(slide(drawing(), plot, [series(1_000, [])], bounds)).toBeNull();
  });

  it('leaves it to the library where that has drawn no line yet, or other lines', () => {
    expect(slide(drawing(0), plot, [series(1_000, [[2_000, 1]])], BOUNDS)).toBeNull();
    expect(slide(drawing(), plot, [series(1_000, []), series(1_000, [])], BOUNDS)).toBeNull();
  });

  it('leaves it to the library where the times are turned', () => {
    const root = drawing();
    root.querySelector('text')?.setAttribute('transform', 'rotate(-45 2 0)');
    expect(slide(root, plot, [series(1_000, [])], BOUNDS)).toBeNull();
  });
});

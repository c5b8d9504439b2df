import { afterEach, expect, it } from '@jest/globals';
import { DEVICE_ZONE, setZone } from '../../format/zone.js';
import type { Plot } from '../apex/plot.js';
import { writeTimes } from './time-axis.js';

const FROM = Date.parse('2026-11-22T12:00:10Z');
/** A pixel is a second. */
const PLOT: Plot = { left: 0, top: 0, width: 600, height: 60, minX: FROM, maxX: FROM + 600_000, minY: 0, maxY: 40 };
afterEach(() => setZone(DEVICE_ZONE));

/** What the library leaves under its axis. */
function drawn(...labels: string[]): HTMLElement {
  const root = document.createElement('div');
  root.innerHTML = `<svg><g>${labels
    .map(
      (x) =>
        `<text class="apexcharts-xaxis-label" x="${x}" data-drawn-x="7"><tspan>lib</tspan><title>lib</title></text>`,
    )
    .join('')}</g></svg>`;
  return root;
}

const labelsOf = (root: HTMLElement): string[] =>
  [...root.querySelectorAll<SVGElement>('text')].map((label) =>
    [label.getAttribute('x'), label.textContent, label.dataset['drawnX'] ?? 'new'].join(' '),
  );

it('takes the library’s words for a pattern of times by the clocks that are chosen, where they belong', () => {
  setZone('Asia/Kolkata');
  const root = drawn('3', '300');
  writeTimes(root, PLOT, 1);
  expect(labelsOf(root)).toEqual([
    ...['110 17:3217:32 new', '230 17:3417:34 new', '350 17:3617:36 new', '470 17:3817:38 new', '590 17:4017:40 new'],
  ]);
});

it('writes fewer where the type is larger, and none at the edges', () => {
  setZone('UTC');
  const root = drawn('3');
  writeTimes(root, PLOT, 2.5);
  expect(labelsOf(root)).toEqual(['290 12:0512:05 new', '590 12:1012:10 new']);
  writeTimes(root, { ...PLOT, maxX: FROM + 591_000, minX: FROM - 9_000 }, 2.5);
  expect(labelsOf(root)).toEqual(['299 12:0512:05 new']);
});

it('leaves a chart alone in which the library wrote no time', () => {
  const root = drawn();
  writeTimes(root, PLOT, 1);
  expect(labelsOf(root)).toEqual([]);
});

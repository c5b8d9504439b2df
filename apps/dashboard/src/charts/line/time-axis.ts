import { type Plot, xOf } from '../apex/plot.js';
import { timeTicks } from './time-ticks.js';

/** A time in words and the room beside it. */
const TICK_PX = 76;
/** About half a time: nearer to an edge it would be cut, or run into the axis of values. */
const EDGE_PX = 20;
const LABEL = '.apexcharts-xaxis-label';

/**
 * Puts round times by the clocks that are chosen where the library wrote its own, which knows but UTC and the device. Its words are
 * taken for a pattern, so that they look alike, are moved on with the lines and are in pictures.
 */
export function writeTimes(root: Element, plot: Plot, scale: number): void {
  const labels = [...root.querySelectorAll(LABEL)];
  const [pattern] = labels;
  if (!pattern) return;
  const ticks = timeTicks(plot.minX, plot.maxX, Math.max(2, Math.floor(plot.width / (TICK_PX * scale))));
  const inside = ticks.filter(({ at }) => {
    const x = xOf(plot, at);
    return x >= EDGE_PX && x <= plot.width - EDGE_PX / 2;
  });
  pattern.parentElement?.replaceChildren(
    ...inside.map(({ at, text }) => {
      const label = pattern.cloneNode(true) as SVGElement;
      label.setAttribute('x', String(Math.round(xOf(plot, at) * 10) / 10));
      label.removeAttribute('transform');
      label.removeAttribute('data-drawn-x');
      label.style.visibility = '';
      for (const part of label.querySelectorAll('tspan, title')) part.textContent = text;
      return label;
    }),
  );
}

import { describe, expect, it } from '@jest/globals';
import type { ChartEntity } from './chart-line.js';
import { mirrorOptions } from './mirror-options.js';
import { mirrorSeries } from './mirror-series.js';
import { tooltipHtml } from './tooltip.js';

const HOSTILE = '<img src=x onerror=alert(1)>';
const entity: ChartEntity = {
  id: 'a',
  name: HOSTILE,
  incomingColour: '--entity-0',
  outgoingColour: '--entity-0-out',
  incoming: [
    [1_000, 100],
    [2_000, null],
    [3_000, 125_000],
  ],
  outgoing: [[1_000, 50]],
};

describe('mirrorSeries', () => {
  it('draws in above zero and out below it, in the unit asked, and holds the axis on the stretch', () => {
    expect(mirrorSeries([entity], 'bits', 0, 5_000).map(({ data }) => data)).toEqual([
      [
        [0, null],
        [1_000, 800],
        [2_000, null],
        [3_000, 1_000_000],
        [5_000, null],
      ],
      [
        [0, null],
        [1_000, -400],
        [5_000, null],
      ],
    ]);
  });

  it('leaves out what is outside the stretch', () => {
    expect(mirrorSeries([entity], 'bytes', 1_500, 2_500)[0]?.data).toEqual([
      [1_500, null],
      [2_000, null],
      [2_500, null],
    ]);
  });

  it('never hands a name to the chart library', () => {
    expect(JSON.stringify(mirrorSeries([entity], 'bits', 0, 5_000))).not.toContain('img');
  });
});

describe('tooltipHtml', () => {
  it('shows hostile names as text', () => {
    const holder = document.createElement('div');
    holder.innerHTML = tooltipHtml([entity], 3_000, 'bits', () => '#fff');
    expect(holder.querySelector('img')).toBeNull();
    expect(holder.textContent).toContain(HOSTILE);
  });

  it('gives every rate with its unit, and says where there is no data', () => {
    expect(tooltipHtml([entity], 3_000, 'bits', () => '#fff')).toContain('1.00 Mbit/s');
    expect(tooltipHtml([entity], 2_000, 'bits', () => '#fff')).toContain('↓ no data');
  });
});

describe('mirrorOptions', () => {
  const zoomed: [number, number][] = [];
  const options = mirrorOptions({
    theme: 'dark',
    kind: 'bits',
    zoomable: true,
    colours: ['#1', '#2'],
    scale: 1,
    colourOf: (property) => property,
    tooltip: (at) => `at ${at}`,
    onZoom: (from, to) => zoomed.push([from, to]),
  });

  it('labels both sides of zero without a sign, each label different', () => {
    const axis = options.yaxis as { labels: { formatter: (value: number) => string } };
    const above = axis.labels.formatter(1e6);
    const below = axis.labels.formatter(-1e6);
    expect(above).toBe('1 Mbit/s');
    expect(below.replace('\u200b', '')).toBe('1 Mbit/s');
    expect(below).not.toBe(above);
  });

  it('marks a point between two gaps in the colour of its line, and no other', () => {
    expect(options.markers).toMatchObject({
      size: 0,
      strokeWidth: 0,
      strokeColors: ['#1', '#2'],
      showNullDataPoints: true,
    });
  });

  it('hands a dragged stretch over and stays where it is', () => {
    const beforeZoom = options.chart?.events?.beforeZoom as (chart: unknown, zoom: { xaxis: object }) => unknown;
    expect(beforeZoom(null, { xaxis: { min: 1_000, max: 9_000 } })).toEqual({ xaxis: {} });
    beforeZoom(null, { xaxis: {} });
    beforeZoom(null, { xaxis: { min: 1_000, max: 1_200 } });
    expect(zoomed).toEqual([[1_000, 9_000]]);
  });

  it('asks for the tooltip of the instant pointed at', () => {
    const custom = options.tooltip?.custom as (of: object) => string;
    expect(custom({ dataPointIndex: 1, w: { globals: { seriesX: [[5, 6]] } } })).toBe('at 6');
    expect(custom({ dataPointIndex: 9, w: { globals: { seriesX: [[5, 6]] } } })).toBe('');
  });
});

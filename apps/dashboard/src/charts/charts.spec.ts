import { describe, expect, it } from '@jest/globals';
import type { ChartLine } from './line/chart-line.js';
import { boundsOf } from './line/axis.js';
import { pointerKey } from './line/keys.js';
import { type LineLook, lineOptions } from './line/line-options.js';
import { lineSeries, stack } from './line/line-series.js';
import { lineTable } from './line/line-table.js';
import { pointAt, statisticsOf } from './line/statistics.js';
import { snap, tipAt } from './line/tooltip.js';

const HOSTILE = '<img src=x onerror=alert(1)>';
const incoming: ChartLine = {
  id: 'a:in',
  name: HOSTILE,
  colour: '--entity-0',
  side: 'in',
  points: [
    [1_000, 100],
    [2_000, null],
    [3_000, 125_000],
  ],
};
const outgoing: ChartLine = { ...incoming, id: 'a:out', side: 'out', points: [[1_000, 50]] };
const shape = { unit: 'bits', from: 0, to: 5_000, mirrored: true, stacked: false } as const;

describe('lineSeries', () => {
  it('draws in above zero and out below it, in the unit asked, and holds the axis on the stretch', () => {
    expect(lineSeries([incoming, outgoing], shape).map(({ data }) => data)).toEqual([
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
    expect(lineSeries([incoming], { ...shape, unit: 'bytes', from: 1_500, to: 2_500 })[0]?.data).toEqual([
      [1_500, null],
      [2_000, null],
      [2_500, null],
    ]);
  });

  it('never hands a name to the chart library', () => {
    expect(JSON.stringify(lineSeries([incoming], shape))).not.toContain('img');
  });

  it('draws the highest of a stack first, so that the others lie over it', () => {
    const upper = { ...incoming, id: 'b', points: [[1_000, 10]] as const };
    const drawn = lineSeries([upper, incoming], { ...shape, unit: 'bytes', stacked: true });
    expect(drawn.map(({ data }) => data[1])).toEqual([
      [1_000, 110],
      [1_000, 100],
    ]);
  });
});

describe('stack', () => {
  const line = (id: string, points: ChartLine['points']): ChartLine => ({ id, name: id, colour: '--in', points });
  const both = stack([
    line('a', [
      [1, 5],
      [2, null],
      [3, null],
    ]),
    line('b', [
      [1, 2],
      [2, 4],
      [3, null],
    ]),
  ]);

  it('adds up what is known, and leaves a gap only where nothing is', () => {
    expect(both[1]).toEqual([
      [1, 7],
      [2, 4],
      [3, null],
    ]);
  });
  it('never adds in to out', () => {
    const [, out] = stack([line('a', [[1, 5]]), { ...line('b', [[1, 2]]), side: 'out' }]);
    expect(out).toEqual([[1, 2]]);
  });
});

describe('boundsOf', () => {
  it.each([
    [52, 0, { min: 0, max: 60 }],
    [14.2, 0, { min: 0, max: 16 }],
    [52, -31, { min: -60, max: 60 }],
    [100, -1, { min: -40, max: 120 }],
    [0, -7, { min: -8, max: 0 }],
    [0.002, 0, { min: 0, max: 0.002 }],
    [8e11, 0, { min: 0, max: 8e11 }],
    [0, 0, { min: 0, max: 4 }],
  ])('holds %p and %p between round lines', (highest, lowest, bounds) => {
    const found = boundsOf(highest, lowest, 4);
    expect(found.min).toBeCloseTo(bounds.min, 9);
    expect(found.max).toBeCloseTo(bounds.max, 9);
  });
});

describe('statisticsOf', () => {
  it('tells last, average and highest of what is known', () => {
    expect(statisticsOf(incoming)).toEqual({ last: 125_000, average: 62_550, maximum: 125_000 });
  });
  it("prefers the store's figures, which know what lies between the points", () => {
    expect(statisticsOf({ ...incoming, figures: { average: 7, maximum: 9 } })).toMatchObject({
      average: 7,
      maximum: 9,
    });
  });
  it('waits a step for what is last, and no longer', () => {
    const late = [1, 2, null].map((value, index) => [index, value] as const);
    expect(statisticsOf({ points: late }).last).toBe(2);
    expect(statisticsOf({ points: [...late, [3, null]] }).last).toBeNull();
  });
  it('knows nothing of nothing, and does not call it 0', () => {
    expect(statisticsOf({ points: [[1, null]] })).toEqual({ last: null, average: null, maximum: null });
  });
});

describe('pointAt', () => {
  const { points } = incoming;
  it('finds the nearest point within a step', () => {
    expect(pointAt(points, 2_900)?.[0]).toBe(3_000);
    expect(pointAt(points, 1_400)?.[0]).toBe(1_000);
    expect(pointAt(points, 3_900)?.[0]).toBe(3_000);
  });
  it('finds none far away, nor in nothing', () => {
    expect(pointAt(points, 9_000)).toBeNull();
    expect(pointAt([], 1)).toBeNull();
  });
});

describe('the tooltip', () => {
  it('gives every value with its unit, and says where there is no data', () => {
    expect(tipAt([incoming, outgoing], 3_000, 'bits', false).rows.map(({ text }) => text)).toEqual([
      '1.00 Mbit/s',
      'no data',
    ]);
    expect(tipAt([incoming], 2_000, 'bits', false).rows[0]?.text).toBe('no data');
  });
  it('snaps to the nearest moment that any line knows of', () => {
    expect(snap([outgoing, incoming], 2_700, false)).toBe(3_000);
    expect([snap([outgoing], 2_700, false), snap([outgoing], 2_700, true)]).toEqual([2_700, 1_000]);
  });
  it('of many lines tells the highest, and how many more there are', () => {
    const lines = Array.from({ length: 40 }, (_, index) => ({
      ...incoming,
      id: `${index}`,
      points: [[1, index]] as const,
    }));
    const tip = tipAt(lines, 1, 'count', false);
    expect([tip.rows.length, tip.more, tip.rows[0]?.value]).toEqual([12, 28, 39]);
  });
  it('adds a stack up, side by side', () => {
    expect(tipAt([incoming, incoming, outgoing], 1_000, 'bytes', true).total).toBe('↓ 200 B/s  ↑ 50 B/s');
  });
});

describe('the keyboard', () => {
  const plot = { left: 0, top: 0, width: 100, height: 50, minX: 0, maxX: 5_000, minY: 0, maxY: 1 };
  const place = { plot, lines: [incoming], marks: [], at: 2_000 };
  const press = (key: string, more: { shiftKey?: boolean; at?: number | null } = {}) =>
    pointerKey({ key, shiftKey: more.shiftKey ?? false }, { ...place, at: more.at === undefined ? place.at : more.at });

  it('walks from point to point, held at the ends', () => {
    expect(press('ArrowRight')).toEqual({ kind: 'move', at: 3_000, selecting: false });
    expect(press('PageDown')).toMatchObject({ at: 1_000 });
    expect(press('End')).toMatchObject({ at: 3_000 });
  });
  it('begins at the newest point', () => expect(press('ArrowLeft', { at: null })).toMatchObject({ at: 3_000 }));
  it('chooses a stretch with Shift, looks closer with Enter, lets go with Escape', () => {
    expect(press('ArrowLeft', { shiftKey: true })).toEqual({ kind: 'move', at: 1_000, selecting: true });
    expect([press('Enter'), press('Escape'), press('a')]).toEqual([{ kind: 'zoom' }, { kind: 'leave' }, null]);
  });
});

describe('lineTable', () => {
  it('has a row a moment, newest first, and a column a line', () => {
    const { columns, rows } = lineTable([incoming, outgoing], 'bits');
    expect(columns.map(({ label, unit }) => [label, unit])).toEqual([
      ['Time', undefined],
      [`${HOSTILE} in`, 'bytes/s'],
      [`${HOSTILE} out`, 'bytes/s'],
    ]);
    expect(rows).toEqual([
      [3_000, 125_000, null],
      [2_000, null, null],
      [1_000, 100, 50],
    ]);
    expect(columns[1]?.describe(null)).toBe('no data');
  });
});

describe('lineOptions', () => {
  const look: LineLook = {
    zone: 'UTC',
    theme: 'dark',
    unit: 'bits',
    stacked: false,
    colours: ['#1', '#2'],
    fills: ['#1', '#2'],
    dashed: [false, true],
    ink: '#3',
    rule: '#4',
    scale: 1,
    height: 260,
  };
  const options = lineOptions(look, () => ({ min: -4, max: 8 }));

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

  it('moves nothing by itself', () => expect(options.chart?.animations).toEqual({ enabled: false }));
});

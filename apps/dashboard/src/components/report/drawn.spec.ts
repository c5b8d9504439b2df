import { describe, expect, it } from '@jest/globals';
import type { BarsBlock, LinesBlock } from '@weir/model';
import { barsOf, linesOf } from './drawn.js';

const RANGE = { fromMs: 0, toMs: 3_000 };
const LINES: LinesBlock = {
  ...{ type: 'lines', id: 'traffic', title: 'Traffic', unit: 'bytesPerSecond', atMs: [0, 1_000, 2_000] },
  ...{ lines: [{ name: 'Received', values: [1, null, 3], before: [4, 5] }], limit: null, isStacked: false },
};

describe('lines of a report', () => {
  it('keep gaps, and lay the range before over them as dashes', () => {
    const [now, before] = linesOf(LINES, RANGE);
    expect(now?.points).toEqual([
      [0, 1],
      [1_000, null],
      [2_000, 3],
    ]);
    expect(before).toMatchObject({ name: 'Received before', dashed: true, colour: now?.colour });
    // A month before may have had fewer days.
    expect(before?.points.at(-1)).toEqual([2_000, null]);
  });

  it('have their limit from end to end', () => {
    const drawn = linesOf({ ...LINES, limit: { label: 'Speed', value: 9 } }, RANGE);
    expect(drawn.at(-1)).toMatchObject({
      name: 'Speed',
      points: [
        [0, 9],
        [3_000, 9],
      ],
    });
  });
});

describe('bars of a report', () => {
  const block = (values: BarsBlock['bars'][number]['values']): BarsBlock => ({
    ...{ type: 'bars', id: 'hosts', title: 'Hosts', unit: 'bytes', bars: [{ name: 'web', values }], limit: null },
  });

  it('are what is known of their parts together', () => {
    const [bar] = barsOf(
      block([
        { label: 'Received', value: 2 },
        { label: 'Transmitted', value: null },
      ]),
    );
    expect(bar).toMatchObject({ value: 2, parts: [{ value: 2 }, { value: null }] });
  });

  it('are unknown where nothing is, and not nothing', () =>
    expect(barsOf(block([{ label: 'Utilisation', value: null }]))[0]?.value).toBeNull());
});

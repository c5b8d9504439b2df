import { describe, expect, it } from '@jest/globals';
import type { Plot } from '../apex/plot.js';
import { bandPath, stretchBox } from './regions.js';

const plot: Plot = { left: 0, top: 0, width: 100, height: 50, minX: 0, maxX: 1_000, minY: 0, maxY: 800 };

describe('the ground between two lines', () => {
  it('goes along the upper line and back along the lower one, in the unit that is drawn', () => {
    const path = bandPath(
      [
        [0, 0],
        [500, 25],
      ],
      [
        [0, 100],
        [500, 50],
      ],
      plot,
      'bits',
    );
    expect(path).toBe('M0 0L50 25L50 37.5L0 50Z');
  });

  it('is left open where either line is not known', () => {
    const path = bandPath(
      [
        [0, 0],
        [100, 0],
        [200, null],
        [300, 0],
        [400, 0],
        [500, 0],
      ],
      [
        [0, 1],
        [100, 1],
        [200, 1],
        [300, 1],
        [400, 1],
        [500, null],
      ],
      plot,
      'bytes',
    );
    expect(path.match(/M/g)).toHaveLength(2);
    expect(path).not.toMatch(/NaN|50 50/);
  });
});

describe('a stretch of time', () => {
  it('lies where its time is, as far as that is shown', () => {
    expect(stretchBox({ from: 200, to: 400 }, plot)).toEqual({ x: 20, width: 20 });
    expect(stretchBox({ from: -500, to: 400 }, plot)).toEqual({ x: 0, width: 40 });
    expect(stretchBox({ from: -500, to: -1 }, plot)).toBeNull();
    expect(stretchBox({ from: 1_001, to: 2_000 }, plot)).toBeNull();
  });

  it('is left out where all that is shown lies in it', () => {
    expect(stretchBox({ from: -500, to: 995 }, plot)).toBeNull();
    expect(stretchBox({ from: -500, to: 900 }, plot)).toEqual({ x: 0, width: 90 });
  });

  it('can be seen however short it is', () => {
    expect(stretchBox({ from: 500, to: 500 }, plot)).toEqual({ x: 48.5, width: 3 });
  });
});

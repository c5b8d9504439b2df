import { describe, expect, it } from '@jest/globals';
import { mirroredPaths } from './spark.js';

const box = { from: 0, to: 100, width: 100, height: 22 };

describe('mirroredPaths', () => {
  it('draws in above zero and out below it, on one scale', () => {
    const paths = mirroredPaths(
      [
        [0, 30],
        [100, 0],
      ],
      [
        [0, 10],
        [100, 10],
      ],
      box,
    );
    expect(paths.zero).toBe(16);
    expect(paths.incoming).toBe('M0 16L0 1L100 16L100 16Z');
    expect(paths.outgoing).toBe('M0 16L0 21L100 21L100 16Z');
  });

  it('leaves gaps open', () => {
    const paths = mirroredPaths(
      [
        [0, 1],
        [20, 1],
        [40, null],
        [60, 1],
        [80, 1],
      ],
      [],
      box,
    );
    expect(paths.incoming.match(/M/g)).toHaveLength(2);
    expect(paths.incoming).not.toContain('40');
  });

  it('tells a still line from one that moves', () => {
    expect(
      mirroredPaths(
        [
          [0, 0],
          [50, 0],
        ],
        [[0, 0]],
        box,
      ),
    ).toMatchObject({ still: true, zero: 11 });
    expect(mirroredPaths([], [], box).incoming).toBe('');
  });

  it('leaves out what lies before the window', () => {
    expect(
      mirroredPaths(
        [
          [-10, 5],
          [50, 5],
        ],
        [],
        box,
      ).incoming.startsWith('M50'),
    ).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { secondOf, totalLine, withSecond } from './total-line.js';

const frame = (at: number, groups: number[], incomplete: number[], rates: number[]) => ({
  at,
  columns: { groups, incomplete, rxBytesPerSecond: rates, txBytesPerSecond: rates },
});
const second = (at: number, value: number | null) => ({ at, incoming: value, outgoing: value });

describe('secondOf', () => {
  it('is the rate told, zero where nothing moved, and a gap where nobody told', () => {
    expect(secondOf(frame(1_000, [0], [], [5])).incoming).toBe(5);
    expect(secondOf(frame(1_000, [], [], [])).incoming).toBe(0);
    expect(secondOf(frame(1_000, [], [0], [])).incoming).toBeNull();
  });
  it('is what the others tell while a host is silent', () => {
    expect(secondOf(frame(1_000, [0], [0], [7])).outgoing).toBe(7);
  });
});

describe('withSecond', () => {
  it('takes a second told again for the one before, in its place, and forgets the old', () => {
    const seconds = [second(1_000, 1), second(2_000, 2), second(3_000, 3)];
    expect(withSecond(seconds, second(2_000, 9), 1_500)).toEqual([second(2_000, 9), second(3_000, 3)]);
    expect(withSecond([], second(1_000, 1), 0)).toHaveLength(1);
  });
});

describe('totalLine', () => {
  it('has live seconds where there are any, and what is stored around them', () => {
    const stored = [
      [0, 10],
      [2_000, 11],
      [4_000, 12],
    ] as const;
    const line = totalLine(stored, 2_000, [second(2_000, 5), second(3_000, 6)], 'incoming');
    expect(line).toEqual([
      [0, 10],
      [2_000, 5],
      [3_000, 6],
      [4_000, 12],
    ]);
  });
  it('draws nothing across a hole', () => {
    const line = totalLine([], 1_000, [second(1_000, 5), second(9_000, 6)], 'outgoing');
    expect(line).toEqual([
      [1_000, 5],
      [5_000, null],
      [9_000, 6],
    ]);
  });
});

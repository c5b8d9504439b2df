import { describe, expect, it } from '@jest/globals';
import { changesOf } from './changes.js';
import { MINUTES } from './level.js';

const MINUTE_MS = MINUTES.bucketMs;
const minutes = (...numbers: number[]): number[] => numbers.map((number) => number * MINUTE_MS);

describe('marked buckets', () => {
  it('are read together for all hosts that have the same, whatever their order', () => {
    const marks = [
      { hostId: 1, bucketsMs: minutes(1, 2) },
      { hostId: 2, bucketsMs: minutes(2, 1) },
      { hostId: 3, bucketsMs: minutes(2) },
    ];
    expect(changesOf(MINUTES, marks)).toEqual([
      { hosts: [1, 2], bucketsMs: minutes(1, 2) },
      { hosts: [3], bucketsMs: minutes(2) },
    ]);
  });

  it('are read apart where much lies between them: what came late from yesterday, and what is new', () => {
    const marks = [
      { hostId: 1, bucketsMs: minutes(1440, 2, 12, 1441) },
      { hostId: 2, bucketsMs: minutes(1440, 1441) },
    ];
    expect(changesOf(MINUTES, marks)).toEqual([
      { hosts: [1], bucketsMs: minutes(2, 12) },
      { hosts: [1, 2], bucketsMs: minutes(1440, 1441) },
    ]);
  });
});

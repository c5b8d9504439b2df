import { describe, expect, it } from '@jest/globals';
import { type Life, Lives, type Step } from './lives.js';

const BEGUN_AT = 1_000_000;

describe('lives', () => {
  let second = 0;
  const after = (lives: Lives<number>, seconds: number, ...given: readonly Life<number>[]): Step<number>[] => {
    second += seconds;
    return lives.advance({ at: BEGUN_AT + second * 1_000, monotonicMs: second * 1_000 }, given);
  };
  const life = (id: string, counters: number | null, startedAt: number | null = 0): Life<number> => ({
    id,
    startedAt,
    counters,
  });
  const begun = (...given: readonly Life<number>[]): Lives<number> => {
    second = 0;
    const lives = new Lives<number>(BEGUN_AT);
    after(lives, 0, ...given);
    return lives;
  };

  it('that were there before are counted from the first reading on', () => {
    const lives = begun(life('a', 500));
    expect(after(lives, 10, life('a', 530))).toEqual([{ id: 'a', before: 500, after: 530, ms: 10_000 }]);
  });

  it('that begin later are counted from nothing', () => {
    const lives = begun();
    expect(after(lives, 10, life('b', 70, BEGUN_AT + 4_000))).toEqual([
      { id: 'b', before: null, after: 70, ms: 10_000 },
    ]);
  });

  it.each([
    ['were hidden at first', 0],
    ['nobody knows the beginning of', null],
  ])('that %s show no spike', (_, startedAt) => {
    const lives = begun();
    expect(after(lives, 10, life('a', 5_000, startedAt))).toEqual([]);
    expect(after(lives, 10, life('a', 5_001, startedAt))).toMatchObject([{ before: 5_000, after: 5_001 }]);
  });

  it('that cannot be read for a while are told over the whole while', () => {
    const lives = begun(life('a', 500));
    expect(after(lives, 10, life('a', null))).toEqual([]);
    expect(after(lives, 10, life('a', 520))).toEqual([{ id: 'a', before: 500, after: 520, ms: 20_000 }]);
  });

  it('that cannot be read as they come are counted from nothing, if they are new', () => {
    const lives = begun(life('old', null));
    after(lives, 10, life('old', null), life('new', null, BEGUN_AT + 5_000));
    expect(after(lives, 10, life('old', 9), life('new', 4, BEGUN_AT + 5_000))).toEqual([
      { id: 'new', before: null, after: 4, ms: 20_000 },
    ]);
  });

  it('come back as themselves, within the time that discovery remembers them', () => {
    const lives = begun(life('a', 500));
    after(lives, 3_600);
    expect(after(lives, 10, life('a', 501))).toMatchObject([{ before: 500, after: 501 }]);
    after(lives, 10_000);
    expect(after(lives, 10, life('a', 502))).toEqual([]);
  });
});

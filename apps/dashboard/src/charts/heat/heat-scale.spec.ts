import { describe, expect, it } from '@jest/globals';
import { heatShare, heatTicks } from './heat-scale.js';

const share = (percent: number): number => heatShare('utilisation', percent, 100);

describe('the colours of how full links are', () => {
  it('tell nearly empty links apart, of which there are most', () => {
    expect(share(0)).toBe(0);
    for (const [less, more] of [
      [0.2, 1],
      [1, 5],
      [5, 20],
      [20, 60],
    ] as const) {
      expect(share(more) - share(less)).toBeGreaterThan(0.1);
    }
  });

  it('are even from where it begins to hurt, so that what is warm is full', () => {
    expect([share(70), share(80), share(100), share(130)]).toEqual([0.7, 0.8, 1, 1]);
    expect(share(69.9)).toBeLessThan(0.7);
    expect(share(69.9)).toBeGreaterThan(0.69);
  });
});

describe('the colours of amounts', () => {
  it('show a hundredth of the most apart from nothing', () => {
    expect([0, 1, 25, 100].map((value) => heatShare('sequential', value, 100))).toEqual([0, 0.1, 0.5, 1]);
    expect(heatShare('sequential', 0, 0)).toBe(0);
  });
});

describe('the legend of a heat map', () => {
  it('names values where their colours are, from nothing to the most', () => {
    expect(heatTicks('sequential', 800, 'packets')).toEqual([
      { value: 0, share: 0 },
      { value: 200, share: 0.5 },
      { value: 800, share: 1 },
    ]);
    const ticks = heatTicks('utilisation', 100, 'percent');
    expect(ticks.map(({ value }) => value)).toEqual([0, 1, 10, 70, 100]);
    expect(ticks.at(-1)?.share).toBe(1);
  });

  it('names round numbers of bits where bits are read, and nothing twice', () => {
    expect(heatTicks('sequential', 100e6 / 8, 'bits').map(({ value }) => value * 8)).toEqual([0, 20e6, 100e6]);
    expect(heatTicks('sequential', 0, 'bits')).toEqual([{ value: 0, share: 0 }]);
  });
});

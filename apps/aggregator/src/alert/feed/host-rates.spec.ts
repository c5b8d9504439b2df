import { describe, expect, it } from '@jest/globals';
import { COUNTERS, perCounter, type TrafficMessage } from '@weir/model';
import { HostRates } from './host-rates.js';

const NOW = 1_800_000_000_000;

/** A message that says how many bytes each key received. */
function message(bytes: Readonly<Record<string, number>>, more: Partial<TrafficMessage> = {}): TrafficMessage {
  const keys = Object.keys(bytes);
  return {
    ...{ v: 1, host: 'h', boot: 'b', run: 'r', seq: 1, part: 0, at: NOW, ms: 1_000, keys, unread: [] },
    ...{ base: new Map(), resets: [] },
    columns: perCounter((counter) => keys.map((key) => (counter === 'rxBytes' ? (bytes[key] ?? 0) : 0))),
    ...more,
  };
}

function ratesOf(keys: readonly string[]): { rates: HostRates; read: () => number[] } {
  const rates = new HostRates(1_000);
  rates.keep(keys, 1_000);
  return { rates, read: () => keys.map((_, place) => rates.rate(place, COUNTERS.indexOf('rxBytes'))) };
}

describe('rates of a host', () => {
  it('are those of all that came since the last look', () => {
    const { rates, read } = ratesOf(['a', 'b']);
    expect(read()).toEqual([NaN, NaN]);
    rates.take(message({ a: 250 }, { ms: 250 }), NOW, NOW);
    rates.take(message({ a: 150 }, { ms: 250 }), NOW, NOW);
    rates.settle(NOW);
    expect(read()).toEqual([800, 0]);
    rates.settle(NOW + 1_000);
    expect(read()).toEqual([800, 0]);
    rates.take(message({ b: 7 }), NOW, NOW);
    rates.settle(NOW + 2_000);
    expect(read()).toEqual([0, 7]);
  });

  it('take further parts of a tick for more interfaces, not for more time', () => {
    const { rates, read } = ratesOf(['a', 'b']);
    rates.take(message({ a: 100 }), NOW, NOW);
    rates.take(message({ b: 30 }, { part: 1 }), NOW, NOW);
    rates.settle(NOW);
    expect(read()).toEqual([100, 30]);
  });

  it('are unknown of what could not be read, and of its other time as known', () => {
    const { rates, read } = ratesOf(['a', 'b']);
    rates.take(message({ a: 100 }, { unread: ['b'] }), NOW, NOW);
    rates.settle(NOW);
    expect(read()).toEqual([100, NaN]);
    expect(rates.readAt(1)).toBe(-Infinity);
    rates.take(message({ a: 100 }, { unread: ['b'] }), NOW, NOW);
    rates.take(message({ a: 100, b: 60 }), NOW, NOW + 5);
    rates.settle(NOW + 1_000);
    expect(read()).toEqual([100, 60]);
    expect(rates.readAt(1)).toBe(NOW + 5);
  });

  it('are unknown after three intervals without a sample', () => {
    const { rates, read } = ratesOf(['a']);
    rates.take(message({ a: 100 }), NOW, NOW);
    rates.settle(NOW);
    rates.settle(NOW + 3_000);
    expect(read()).toEqual([100]);
    rates.settle(NOW + 3_001);
    expect(read()).toEqual([NaN]);
  });

  it('are not made of history, nor of a sample that covers an outage, which yet say that the host is there', () => {
    const { rates, read } = ratesOf(['a']);
    rates.take(message({ a: 100 }), NOW - 6_000, NOW);
    rates.take(message({ a: 9_000 }, { ms: 60_000 }), NOW, NOW + 1);
    rates.settle(NOW);
    expect(read()).toEqual([NaN]);
    expect(rates.heardMs).toBe(NOW + 1);
  });

  it('stay where the inventory changes, and ask for it where something is not known', () => {
    const { rates } = ratesOf(['a', 'b']);
    rates.take(message({ b: 50, c: 1 }), NOW, NOW);
    rates.settle(NOW);
    expect(rates.hasUnknown).toBe(true);
    rates.keep(['b', 'c'], 1_000);
    expect([rates.rate(0, 0), rates.rate(1, 0), rates.hasUnknown, rates.placeOf('a')]).toEqual([
      50,
      NaN,
      false,
      undefined,
    ]);
  });
});

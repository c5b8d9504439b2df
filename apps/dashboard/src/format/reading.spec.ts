import { describe, expect, it } from '@jest/globals';
import { sortableReading, sumReadings } from './reading.js';

describe('sumReadings', () => {
  it('adds numbers up', () => expect(sumReadings([1, 2, 0])).toBe(3));
  it('is unknown of nothing', () => expect(sumReadings([])).toBe('unknown'));
  it('is no number where a part is none', () => {
    expect(sumReadings([1, 'unread'])).toBe('unread');
    expect(sumReadings([1, 'unread', 'unknown'])).toBe('unknown');
  });
});

describe('sortableReading', () => {
  it('puts what is no number below zero', () => {
    expect(sortableReading('unread')).toBeLessThan(sortableReading(0));
  });
});

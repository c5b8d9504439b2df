import { describe, expect, it } from '@jest/globals';
import { endsOf, parseRange, serialiseRange } from './range.js';

describe('a range in the address', () => {
  it.each(['live', '15m', '1h', '6h', '24h', '7d', '1m', '3y', '1795235777686-1795235943285'])(
    'survives: %s',
    (text) => {
      expect(serialiseRange(parseRange(text))).toBe(text);
    },
  );

  it.each(['', 'nonsense', 'toString', '1795235943285-1795235777686', '1-2'])(
    'is live where it makes no sense: %p',
    (text) => {
      expect(parseRange(text)).toEqual({ kind: 'live' });
    },
  );
});

describe('endsOf', () => {
  it('ends now, or where it is fixed', () => {
    expect(endsOf({ kind: 'live' }, 1_000_000, 300_000)).toEqual({ from: 700_000, to: 1_000_000 });
    expect(endsOf({ kind: 'last', key: '1h' }, 10_000_000, 0)).toEqual({ from: 6_400_000, to: 10_000_000 });
    expect(endsOf({ kind: 'fixed', from: 1, to: 2 }, 9, 9)).toEqual({ from: 1, to: 2 });
  });
});

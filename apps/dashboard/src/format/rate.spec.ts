import { describe, expect, it } from '@jest/globals';
import { describeRate, formatRate, formatShare, formatSi, formatSpeed, formatTick, inUnit } from './rate.js';

describe('formatRate', () => {
  it.each([
    [0, 'bits', '0 bit/s'],
    [1, 'bits', '8 bit/s'],
    [124.9, 'bits', '999 bit/s'],
    [125, 'bits', '1.00 kbit/s'],
    [1_550_000, 'bits', '12.4 Mbit/s'],
    [12_500_000_000, 'bits', '100 Gbit/s'],
    [1_550_000, 'bytes', '1.55 MB/s'],
    [999, 'bytes', '999 B/s'],
    [1.5, 'packets', '1.5 pkt/s'],
    [1_234, 'packets', '1.23 kpkt/s'],
    [2, 'errors', '2 err/s'],
    [3, 'drops', '3 drop/s'],
  ] as const)('writes %p as %s: %s', (perSecond, kind, text) => {
    expect(describeRate(perSecond, kind)).toBe(text);
  });

  it('never writes a rate that is not nothing as 0', () => {
    expect(formatRate(0.004, 'bytes').value).toBe('< 0.1');
    expect(formatRate(0.5, 'bytes').value).toBe('0.5');
  });

  it('takes the next prefix where rounding reaches 1000', () => {
    expect(formatSi(999_499)).toEqual({ value: '999', unit: 'k' });
    expect(formatSi(999_600)).toEqual({ value: '1.00', unit: 'M' });
  });

  it('keeps three digits around the tens', () => {
    expect(formatSi(9_994)).toEqual({ value: '9.99', unit: 'k' });
    expect(formatSi(9_996)).toEqual({ value: '10.0', unit: 'k' });
    expect(formatSi(99_960)).toEqual({ value: '100', unit: 'k' });
  });

  it('writes negative amounts with a minus sign', () => {
    expect(formatSi(-1_500)).toEqual({ value: '−1.50', unit: 'k' });
  });
});

describe('words', () => {
  it('says what is not known instead of 0', () => {
    expect(describeRate('unread', 'bits')).toBe('unreadable');
    expect(describeRate('unknown', 'bits')).toBe('unknown');
  });
});

describe('other figures', () => {
  it('turns bytes into bits and leaves packets alone', () => {
    expect(inUnit(10, 'bits')).toBe(80);
    expect(inUnit(10, 'bytes')).toBe(10);
    expect(inUnit(10, 'packets')).toBe(10);
  });

  it.each([
    [1e9, '1 Gbit/s'],
    [2.5e9, '2.5 Gbit/s'],
    [1e8, '100 Mbit/s'],
  ])('writes the speed %p as %s', (speed, text) => expect(formatSpeed(speed)).toBe(text));

  it.each([
    [0, '0 %'],
    [0.0004, '< 0.1 %'],
    [0.0234, '2.3 %'],
    [0.87, '87 %'],
    [340.791, '34,079 %'],
  ])('writes the share %p as %s', (share, text) => expect(formatShare(share)).toBe(text));

  it('writes round axis ticks without zeros', () => {
    expect(formatTick(0, 'bits')).toBe('0');
    expect(formatTick(6_250_000, 'bits')).toBe('50 Mbit/s');
    expect(formatTick(100, 'packets')).toBe('100 pkt/s');
  });
});

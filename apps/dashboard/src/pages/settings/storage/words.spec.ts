import { describe, expect, it } from '@jest/globals';
import type { Stored } from '../../../api/operations/system.js';
import { bytesPerDay, effectOf as effectAt, keptWords, type Since, storedWords } from './words.js';

const NOW = Date.parse('2026-11-22T12:00:00Z');
const DAY = 86_400;
/** A gigabyte a day, of which ten days are kept. */
const STORED: Stored = {
  ...{ kind: 'TRAFFIC', resolution: 'MINUTE', keepSeconds: 10 * DAY, defaultKeepSeconds: 90 * DAY },
  wholeSince: new Date(NOW - 10 * DAY * 1_000).toISOString(),
  ...{ bytes: 10e9, growthBytesPerDay: 5e6, tables: [] },
};

/** It has run for a year. */
const SINCE: Since = { firstMs: NOW - 365 * DAY * 1_000, nowMs: NOW };
const effectOf = (stored: Stored, keep: number | null, since = SINCE) => effectAt(stored, keep, since);

describe('what is kept', () => {
  it.each([
    [6 * 3_600, '6 hours'],
    [3_600, '1 hour'],
    [2 * DAY, '48 hours'],
    [90 * DAY, '90 days'],
    [1_095 * DAY, '3 years'],
    [365 * DAY, '1 year'],
    [400 * DAY, '400 days'],
    [null, 'for ever'],
  ])('for %p seconds is %s', (seconds, words) => expect(keptWords(seconds)).toBe(words));

  it('has a name', () => {
    expect(storedWords(STORED)).toBe('Traffic by minutes');
    expect(storedWords({ kind: 'EVENT', resolution: 'RAW' })).toBe('Changes, patterns');
  });

  it('takes so much a day: by what there is since it is kept, or since there is a host', () => {
    expect(bytesPerDay(STORED, SINCE)).toBe(1e9);
    expect(bytesPerDay({ ...STORED, wholeSince: null }, { ...SINCE, firstMs: NOW - 20 * DAY * 1_000 })).toBe(5e8);
    expect(bytesPerDay(STORED, { ...SINCE, firstMs: NOW - 2 * DAY * 1_000 })).toBe(5e9);
    expect(bytesPerDay(STORED, { ...SINCE, firstMs: NOW - 60_000 })).toBeNull();
    expect(bytesPerDay(STORED, { ...SINCE, firstMs: null })).toBeNull();
  });
});

describe('a change of how long something is kept', () => {
  it('drops what is older: from when, and what that frees', () => {
    const effect = effectOf(STORED, 4 * DAY);
    expect(effect).toMatchObject({ isLoss: true });
    expect(effect?.text).toMatch(/older than 4 days, before 2026-11-18, .* for good\. That frees about 6\.00 GB\./);
  });

  it('takes more, or grows without end', () => {
    expect(effectOf(STORED, 30 * DAY)).toEqual({ isLoss: false, text: 'It takes about 20.0 GB more in the end.' });
    expect(effectOf(STORED, null)).toEqual({
      isLoss: false,
      text: 'It grows without end, by about 1.00 GB a day.',
    });
  });

  it('says nothing of room that it does not know', () => {
    const young = { ...SINCE, firstMs: NOW - 60_000 };
    expect(effectOf(STORED, 30 * DAY, young)?.text).toContain('not known yet');
    expect(effectOf(STORED, 4 * DAY, young)?.text).not.toContain('frees');
    expect(effectOf(STORED, null, young)?.text).toBe('It grows without end.');
  });

  it('is a loss of what is kept for ever, and none where nothing changes', () => {
    expect(effectOf({ ...STORED, keepSeconds: null }, 400 * DAY)).toMatchObject({ isLoss: true });
    expect(effectOf(STORED, STORED.keepSeconds)).toBeNull();
  });
});

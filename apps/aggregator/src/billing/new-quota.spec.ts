import { describe, expect, it } from '@jest/globals';
import { readNewQuota } from './new-quota.js';
import { readQuota, type WrittenQuota } from './read-quota.js';

const WRITTEN: WrittenQuota = {
  ...{ name: 'Fleet', subject: { kind: 'fleet' }, measure: 'sum', limitBytes: '1000' },
  ...{ cycle: { kind: 'monthly', resetDay: 1, timeZone: 'Europe/Berlin' }, pricePerGb: 0.05, currency: 'EUR' },
};
const fieldsOf = (read: ReturnType<typeof readQuota>): string[] =>
  read.ok ? [] : read.refusals.map(({ field }) => field);

describe('readNewQuota', () => {
  it.each([
    [['name'], { name: 'a\nb' }],
    [['name'], { name: 'a\u202egnp' }],
    [['currency'], { currency: 'XXQ' }],
    [['name', 'currency'], { name: 'a\u200db', currency: 'XXQ' }],
  ])('refuses %j of %j, which is counted on where it was saved before', (fields, more) => {
    expect(fieldsOf(readNewQuota({ ...WRITTEN, ...more }, 'id'))).toEqual(fields);
    expect(fieldsOf(readQuota({ ...WRITTEN, ...more }, 'id'))).toEqual([]);
  });

  it('tells each fault once, with all others', () => {
    const wrong = { ...WRITTEN, name: ' ', currency: 'euro', measure: '' };
    expect(fieldsOf(readNewQuota(wrong, 'id')).sort()).toEqual(['currency', 'measure', 'name']);
  });

  it('reads the same where nothing is wrong', () => {
    expect(readNewQuota(WRITTEN, 'id')).toEqual(readQuota(WRITTEN, 'id'));
  });
});

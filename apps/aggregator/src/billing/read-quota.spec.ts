import { describe, expect, it } from '@jest/globals';
import { countsOf, readQuota, type WrittenQuota } from './read-quota.js';

const HOST = '0f8fad5b-d9cb-469f-a165-70867728950e';
const WRITTEN: WrittenQuota = {
  name: ' Uplink of web-1 ',
  subject: { kind: 'uplink', host: HOST, name: 'eth0' },
  cycle: { kind: 'monthly', resetDay: 31, timeZone: 'Europe/Berlin' },
  measure: 'sum',
  limitBytes: '20000000000000',
  includedBytes: '0',
  ...{ pricePerGb: 0.05, currency: 'EUR' },
};
const with_ = (more: Partial<WrittenQuota>) => readQuota({ ...WRITTEN, ...more }, 'id');
const fields = (more: Partial<WrittenQuota>): string[] => {
  const read = with_(more);
  return read.ok ? [] : read.refusals.map(({ field }) => field);
};
const cycle = (more: object): Partial<WrittenQuota> => ({ cycle: { ...WRITTEN.cycle, ...more } });

describe('readQuota', () => {
  it('takes what is written down, and knows what is left out', () => {
    const usual = { kind: 'monthly', resetDay: 31, resetMinute: 0, timeZone: 'Europe/Berlin' };
    expect(with_({ includedBytes: null })).toEqual({
      ok: true,
      quota: expect.objectContaining({
        name: 'Uplink of web-1',
        cycle: usual,
        limitBytes: 20_000_000_000_000n,
        includedBytes: 0n,
      }),
    });
  });

  // Swarm names a service after its stack, and one may be of no stack.
  it.each(['shop/web', 'shop_web', 'web'])('takes the service %s, with its stack or without', (name) => {
    expect(fields({ subject: { kind: 'service', name } })).toEqual([]);
  });

  it.each<[string[], Partial<WrittenQuota>]>([
    [['name'], { name: '  ' }],
    [['name'], { name: 'a\u0000' }],
    [['measure'], { measure: 'most' }],
    [['subject.kind'], { subject: { kind: 'planet' } }],
    [['subject.host', 'subject.name'], { subject: { kind: 'uplink' } }],
    [['subject.host'], { subject: { kind: 'host', host: 'web-1' } }],
    [['subject.name'], { subject: { kind: 'host', host: HOST, name: 'web-1' } }],
    [['subject.host'], { subject: { kind: 'fleet', host: HOST } }],
    [['subject.name'], { subject: { kind: 'network', name: '' } }],
    [['cycle.kind'], cycle({ kind: 'yearly', resetDay: null })],
    [['cycle.timeZone'], cycle({ timeZone: 'Mars/Olympus' })],
    [['cycle.resetDay'], cycle({ resetDay: 32 })],
    [['cycle.resetDay'], cycle({ kind: 'weekly', resetDay: 8 })],
    [['cycle.resetDay'], cycle({ kind: 'daily' })],
    [['cycle.resetMinute'], cycle({ resetMinute: 1_440 })],
    [['cycle.days', 'cycle.firstDay'], cycle({ kind: 'everyDays', resetDay: null })],
    [['cycle.firstDay'], cycle({ kind: 'everyDays', resetDay: null, days: 30, firstDay: '2026-02-30' })],
    [['limitBytes'], { limitBytes: '0' }],
    [['limitBytes'], { limitBytes: '-1' }],
    [['limitBytes'], { limitBytes: '9'.repeat(25) }],
    [['includedBytes'], { includedBytes: '1e9' }],
    [['pricePerGb'], { pricePerGb: -1 }],
    [['pricePerGb'], { pricePerGb: NaN }],
    [['currency'], { currency: null }],
    [['currency'], { currency: 'euro' }],
    [['pricePerGb'], { pricePerGb: null }],
  ])('refuses %j', (expected, more) => {
    expect(fields(more)).toEqual(expected);
  });

  it('takes bytes of 24 digits, and says so where there are more', () => {
    const read = with_({ limitBytes: '9'.repeat(24), includedBytes: '9'.repeat(25) });
    const reason = 'must be a whole number of bytes, in 24 digits at most';
    expect(read).toEqual({ ok: false, refusals: [{ field: 'includedBytes', reason }] });
  });

  it('tells all faults at once', () => {
    expect(fields({ name: '', measure: '', limitBytes: 'x' })).toEqual(['name', 'measure', 'limitBytes']);
  });
});

it('counts days anew only where they are counted by something else', () => {
  const counts = (more: Partial<WrittenQuota>): string => {
    const read = with_(more);
    return read.ok ? countsOf(read.quota) : '';
  };
  const usual = counts({});
  for (const same of [{ name: 'b' }, { limitBytes: '5' }, { measure: 'in' }, cycle({ resetDay: 5 })])
    expect(counts(same)).toBe(usual);
  const others: Partial<WrittenQuota>[] = [
    ...[cycle({ timeZone: 'UTC' }), cycle({ resetMinute: 5 })],
    { subject: { kind: 'uplink', host: HOST, name: 'eth1' } },
  ];
  expect(new Set([usual, ...others.map(counts)]).size).toBe(4);
});

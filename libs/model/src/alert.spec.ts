import { describe, expect, it } from '@jest/globals';
import { ALERT_SUBJECT, decodeAlerts, encodeAlerts, MOST_ALERTS_TOLD, parseSubject } from './index.js';

describe('an alert message', () => {
  it('survives decoding and encoding', () => {
    const message = { v: 1, alerts: ['a1', 'b2'], incidents: ['c3'] } as const;
    expect(decodeAlerts(encodeAlerts(message))).toEqual({ ok: true, value: message });
  });

  it('is on a subject that no host tells of', () => {
    expect(parseSubject(ALERT_SUBJECT)).toBeNull();
  });

  it.each([
    ['v', { v: 2, alerts: [], incidents: [] }],
    ['alerts[0]', { v: 1, alerts: [7], incidents: [] }],
    ['incidents[1]', { v: 1, alerts: [], incidents: ['a1', 'x'.repeat(65)] }],
    ['alerts', { v: 1, alerts: Array.from({ length: MOST_ALERTS_TOLD + 1 }, () => 'a1'), incidents: [] }],
  ])('is refused by its field %s', (field, message) => {
    const decoded = decodeAlerts(JSON.stringify(message));
    expect(decoded.ok ? null : decoded.refusal.field).toBe(field);
  });
});

import { describe, expect, it } from '@jest/globals';
import { followMessage } from './message-clock.js';

const NOW = Date.parse('2026-11-21T12:00:00Z');
const HOUR_MS = 3_600_000;
const message = { atMs: NOW - 10, sentMs: NOW - 5, receivedMs: NOW, isFirst: false };

describe('followMessage', () => {
  it('knows nothing of a clock by a message that does not tell when it was sent', () => {
    expect(followMessage(null, { ...message, sentMs: null })).toEqual({ clock: null, offsetMs: 0 });
    expect(followMessage(null, { ...message, sentMs: null, atMs: NOW + HOUR_MS })).toEqual({
      clock: null,
      offsetMs: 0,
    });
  });

  it('but takes one for wrong that is more than an hour ahead, until it no longer is', () => {
    const ahead = followMessage(null, { ...message, sentMs: null, atMs: NOW + 2 * HOUR_MS });
    expect(ahead).toMatchObject({ offsetMs: -2 * HOUR_MS, clock: { offsetMs: -2 * HOUR_MS } });
    expect(followMessage(ahead.clock, { ...message, sentMs: null })).toMatchObject({ offsetMs: 0 });
  });

  it('takes a spooled message of a right clock as it is, and one of a wrong clock by the clock it was sent with', () => {
    const late = { ...message, atMs: NOW - 3 * HOUR_MS };
    expect(followMessage(null, late).offsetMs).toBe(0);
    expect(followMessage(null, { ...late, sentMs: NOW - HOUR_MS }).offsetMs).toBe(HOUR_MS);
  });

  it('lets nothing be made more than a year before it was received, whether it tells when it was sent or not', () => {
    const yearMs = 366 * 24 * HOUR_MS;
    for (const sentMs of [NOW, null]) {
      expect(followMessage(null, { ...message, sentMs, atMs: 0 }).offsetMs).toBe(NOW - yearMs);
      expect(followMessage(null, { ...message, sentMs, atMs: NOW - yearMs }).offsetMs).toBe(0);
    }
  });

  it('lets nothing be made long after it was received, whatever it says', () => {
    expect(followMessage(null, { ...message, atMs: 8e15 })).toMatchObject({
      clock: { offsetMs: 0 },
      offsetMs: NOW - 8e15,
    });
  });
});

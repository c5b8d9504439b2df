import { type Finding, foundBroken, foundWell } from '@weir/model';
import { TOLERATED_MS } from '../clock/clock.js';

/** How far another clock is off ours, ms since 1970. */
export function foundClock(whose: string, ms: number, nowMs = Date.now()): Finding {
  const offMs = Math.round(ms - nowMs);
  const text = `${whose} is ${Math.abs(offMs)} ms ${offMs < 0 ? 'behind' : 'ahead of'} this machine's`;
  return Math.abs(offMs) <= TOLERATED_MS ? foundWell('clock', text) : foundBroken('clock', `${text}: set both by NTP`);
}

import { type Finding, foundBroken, foundWell } from '@weir/model';

/** As much as an agent's clock may be off before its times are corrected. */
const MOST_MS = 2_000;

/** How far another clock is off ours, ms since 1970. */
export function foundClock(whose: string, ms: number, nowMs = Date.now()): Finding {
  const offMs = Math.round(ms - nowMs);
  const text = `${whose} is ${Math.abs(offMs)} ms ${offMs < 0 ? 'behind' : 'ahead of'} this machine's`;
  return Math.abs(offMs) <= MOST_MS ? foundWell('clock', text) : foundBroken('clock', `${text}: set both by NTP`);
}

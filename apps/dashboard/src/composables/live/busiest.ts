import type { HostWindow } from './host-window.js';
import { recentMean } from './rates.js';

/** Ranked over this many ticks, so that the order is calm. */
const RANKED_TICKS = 5;

/** Both directions of an interface together, over the last ticks. */
export function recentLoad(window: HostWindow, id: string): number {
  return recentMean(window, id, 'rxBytes', RANKED_TICKS) + recentMean(window, id, 'txBytes', RANKED_TICKS);
}

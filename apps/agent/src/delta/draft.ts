import type { Advanced } from './entry.js';
import type { Sample } from './sample.js';
import { lengthMs, type TickTime } from './tick-time.js';

/** The samples of one tick in the making: one for the tick's interval, one for each other interval that occurs. */
export class Draft {
  private readonly unreadKeys: string[] = [];
  private readonly byStart = new Map<number, SampleDraft>();

  constructor(
    readonly now: TickTime,
    readonly previous: TickTime,
  ) {
    this.byStart.set(previous.monotonicMs, emptyDraft(previous));
  }

  unread(key: string): void {
    this.unreadKeys.push(key);
  }

  /** Adds a series that was last read at `start`; idle ones only for their base. */
  add(key: string, start: TickTime, result: Advanced, announce: boolean): void {
    const moved = result.deltas.some((delta) => delta > 0);
    if (!moved && !announce) return;
    const draft = this.byStart.get(start.monotonicMs) ?? emptyDraft(start);
    this.byStart.set(start.monotonicMs, draft);
    if (moved) draft.deltas.set(key, result.deltas);
    if (announce) draft.base.set(key, result.base);
    if (result.reset) draft.resets.push(key);
  }

  samples(): Sample[] {
    return [...this.byStart.values()].map(({ start, ...draft }) => {
      const primary = start.monotonicMs === this.previous.monotonicMs;
      const ms = lengthMs(start, this.now);
      const common = { at: this.now.at, primary, ...draft };
      // Many ticks that were slowed down add up: the sum must not begin before the read it goes on from.
      return primary
        ? { ...common, ms, unread: this.unreadKeys }
        : { ...common, ms: Math.max(1, Math.min(ms, this.now.at - start.at)), unread: [] };
    });
  }
}

interface SampleDraft {
  readonly start: TickTime;
  readonly deltas: Map<string, readonly number[]>;
  readonly base: Map<string, readonly bigint[]>;
  readonly resets: string[];
}

function emptyDraft(start: TickTime): SampleDraft {
  return { start, deltas: new Map(), base: new Map(), resets: [] };
}

import type { Advanced } from './entry.js';
import type { Sample } from './sample.js';
import type { TickTime } from './tick-time.js';

/** The samples of one tick in the making: one for the tick's interval, one for each other interval that occurs. */
export class Draft {
  readonly previousMs: number;
  private readonly unreadKeys: string[] = [];
  private readonly byStart = new Map<number, SampleDraft>();

  constructor(
    readonly now: TickTime,
    previous: TickTime,
  ) {
    this.previousMs = previous.monotonicMs;
    this.byStart.set(this.previousMs, emptyDraft());
  }

  unread(key: string): void {
    this.unreadKeys.push(key);
  }

  /** Adds a series that was last read at `startMs`; idle ones only for their base. */
  add(key: string, startMs: number, result: Advanced, announce: boolean): void {
    const moved = result.deltas.some((delta) => delta > 0);
    if (!moved && !announce) return;
    const draft = this.byStart.get(startMs) ?? emptyDraft();
    this.byStart.set(startMs, draft);
    if (moved) draft.deltas.set(key, result.deltas);
    if (announce) draft.base.set(key, result.base);
    if (result.reset) draft.resets.push(key);
  }

  samples(): Sample[] {
    return [...this.byStart].map(([startMs, draft]) => {
      const primary = startMs === this.previousMs;
      const ms = Math.max(1, Math.round(this.now.monotonicMs) - Math.round(startMs));
      return { at: this.now.at, ms, primary, ...draft, unread: primary ? this.unreadKeys : [] };
    });
  }
}

interface SampleDraft {
  readonly deltas: Map<string, readonly number[]>;
  readonly base: Map<string, readonly bigint[]>;
  readonly resets: string[];
}

function emptyDraft(): SampleDraft {
  return { deltas: new Map(), base: new Map(), resets: [] };
}

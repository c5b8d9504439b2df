import type { Pool } from 'pg';
import { type SavedBaseline, writeBaselines } from '../../store/patterns/baselines.js';
import type { HostLine } from './host-line.js';
import type { Slot } from './slot.js';

/** In so much time each state is saved once. */
const ROUND_MS = 15 * 60_000;
/** 2 MB. */
const MOST_AT_ONCE = 256;
/** At the end there is not more time: a session that asks for nothing is taken for dead after 7 s. */
const LAST_MS = 4_000;

/** Saves what was learnt, some of it at a time, so that a process that is killed loses minutes, which the store has. */
export class Saving {
  private turn: Slot[] = [];
  private readonly urgent = new Set<Slot>();
  private lookedMs = performance.now();

  constructor(
    private readonly pool: Pool,
    private readonly lines: () => Iterable<HostLine>,
  ) {}

  /** What is known of a pattern that is told of must not be lost: these are saved next. */
  soon(slot: Slot): void {
    this.urgent.add(slot);
  }

  /** Saves those whose turn it is. */
  async some(): Promise<void> {
    const passedMs = Math.min(ROUND_MS, performance.now() - this.lookedMs);
    this.lookedMs = performance.now();
    const all = this.live();
    if (this.turn.length === 0) this.turn = all;
    const count = Math.min(MOST_AT_ONCE, Math.ceil((all.length * passedMs) / ROUND_MS));
    const slots = new Set([...[...this.urgent].slice(0, MOST_AT_ONCE), ...this.turn.splice(0, count)]);
    await this.save([...slots]);
    for (const slot of slots) this.urgent.delete(slot);
  }

  /** Saves all that is not saved, as far as there is time. */
  async all(): Promise<void> {
    const untilMs = performance.now() + LAST_MS;
    const slots = [...new Set([...this.urgent, ...this.live().sort((one, other) => one.savedMs - other.savedMs)])];
    while (slots.length > 0 && performance.now() < untilMs) await this.save(slots.splice(0, MOST_AT_ONCE));
  }

  private live(): Slot[] {
    return [...this.lines()].flatMap((line) => (line.isLive ? [...line.analysis.series] : []));
  }

  private async save(slots: readonly Slot[]): Promise<void> {
    const states = slots.flatMap((slot): SavedBaseline[] => {
      if (!slot.analysis || slot.fedMs <= slot.savedMs) return [];
      return [{ seriesId: slot.told.seriesId, atMs: slot.fedMs, state: slot.analysis.save() }];
    });
    await writeBaselines(this.pool, states);
    const savedMs = new Map(states.map(({ seriesId, atMs }) => [seriesId, atMs]));
    for (const slot of slots) slot.savedMs = savedMs.get(slot.told.seriesId) ?? slot.savedMs;
  }
}

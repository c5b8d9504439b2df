import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Outage } from '../background/outage.js';
import type { TickFilter } from './tick.js';

const LOOK_EVERY_MS = 1_000;
/** At the latest after so long the store is asked again; after a change in it, much sooner. */
const REFRESH_MS = 10_000;
const REFRESH_CHANGED_MS = 2_000;
/** Asking takes a fraction of the time at most, however much passes. */
const REST_FACTOR = 50;
/** Each is asked for again and again. */
export const MAX_STANDING_FILTERS = 64;

/** Asks the store what passes now. */
export type ReadPassing = () => Promise<TickFilter>;

interface Standing {
  readonly read: ReadPassing;
  /** The first answer. */
  begun: Promise<void>;
  passing: TickFilter;
  holders: number;
  askedAtMs: number;
  tookMs: number;
  changes: number;
  isAsking: boolean;
}

/** A filter that is kept up to date until it is let go. */
export interface HeldFilter {
  /** What passes it by what was found last. */
  passing(): TickFilter;
  letGo(): void;
}

/** Keeps up to date what passes the filters of those who watch traffic, once for all who have the same. */
@Injectable()
export class StandingFilters implements OnModuleDestroy {
  private readonly standing = new Map<string, Standing>();
  private readonly asking = new Outage('asking the store whose traffic is watched', new Logger('live'));
  private readonly timer: NodeJS.Timeout;
  private changes = 0;
  private isRefreshing = false;

  constructor() {
    this.timer = setInterval(() => void this.refresh(), LOOK_EVERY_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** There is something new in the store: what passes may be something else. */
  noteChange(): void {
    this.changes += 1;
  }

  /** Holds a filter, by a name that is the same for all who have the same; null where too many are held. */
  async hold(name: string, read: ReadPassing): Promise<HeldFilter | null> {
    if (!this.standing.has(name) && this.standing.size >= MAX_STANDING_FILTERS) return null;
    const found = this.standing.get(name) ?? this.begin(name, read);
    // Before the answer: whoever lets go meanwhile must not be taken for the last.
    found.holders += 1;
    const letGo = (): void => this.letGo(name, found);
    try {
      await found.begun;
    } catch (error) {
      letGo();
      throw error;
    }
    return { passing: () => found.passing, letGo };
  }

  private begin(name: string, read: ReadPassing): Standing {
    const passing = { hosts: new Set<string>(), interfaces: null };
    const times = { askedAtMs: 0, tookMs: 0, changes: 0 };
    const standing: Standing = { read, begun: Promise.resolve(), passing, holders: 0, ...times, isAsking: false };
    standing.begun = this.ask(standing);
    this.standing.set(name, standing);
    return standing;
  }

  /** By now another may stand by that name. */
  private letGo(name: string, held: Standing): void {
    held.holders -= 1;
    if (held.holders === 0 && this.standing.get(name) === held) this.standing.delete(name);
  }

  /** One after another: together they take one connection at most, however many there are. */
  private async refresh(): Promise<void> {
    if (this.isRefreshing) return;
    this.isRefreshing = true;
    for (const each of [...this.standing.values()]) {
      if (each.holders > 0 && this.isDue(each)) await this.asking.trying(() => this.ask(each));
    }
    this.isRefreshing = false;
  }

  private isDue({ changes, tookMs, isAsking, askedAtMs }: Standing): boolean {
    const leastMs = changes === this.changes ? REFRESH_MS : REFRESH_CHANGED_MS;
    return !isAsking && performance.now() - askedAtMs >= Math.max(leastMs, REST_FACTOR * tookMs);
  }

  private async ask(each: Standing): Promise<void> {
    Object.assign(each, { askedAtMs: performance.now(), changes: this.changes, isAsking: true });
    try {
      each.passing = await each.read();
      each.tookMs = performance.now() - each.askedAtMs;
    } finally {
      each.isAsking = false;
    }
  }
}

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
  private readonly standing = new Map<string, Promise<Standing>>();
  private readonly known = new Set<Standing>();
  private readonly asking = new Outage('asking the store whose traffic is watched', new Logger('live'));
  private readonly timer: NodeJS.Timeout;
  private changes = 0;

  constructor() {
    this.timer = setInterval(() => this.refresh(), LOOK_EVERY_MS).unref();
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
    const found = await (this.standing.get(name) ?? this.begin(name, read));
    found.holders += 1;
    const letGo = (): void => {
      found.holders -= 1;
      if (found.holders > 0) return;
      this.known.delete(found);
      this.standing.delete(name);
    };
    return { passing: () => found.passing, letGo };
  }

  private begin(name: string, read: ReadPassing): Promise<Standing> {
    const begun = this.make(read);
    this.standing.set(name, begun);
    begun.catch(() => this.standing.delete(name));
    return begun;
  }

  private async make(read: ReadPassing): Promise<Standing> {
    const askedAtMs = performance.now();
    const passing = await read();
    const tookMs = performance.now() - askedAtMs;
    const made = { read, passing, holders: 0, askedAtMs, tookMs, changes: this.changes, isAsking: false };
    this.known.add(made);
    return made;
  }

  private refresh(): void {
    for (const each of this.known) if (this.isDue(each)) void this.asking.trying(() => this.ask(each));
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

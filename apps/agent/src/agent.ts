import type { Logger } from 'pino';
import type { CollectorName } from './collect/names.js';
import type { CollectorRun } from './collect/run.js';
import type { CounterBook } from './delta/book.js';
import { type ClockSource, msToNextTick, type SteadyClock } from './delta/clock.js';
import { gather } from './delta/merge.js';
import type { Sample } from './delta/sample.js';
import type { TickTime } from './delta/tick-time.js';
import type { Discovery } from './discover/discovery.js';
import { type Identity, trafficMessages } from './publish/messages.js';
import type { Outgoing } from './publish/record.js';
import type { Sender } from './publish/sender.js';
import type { Spool } from './publish/spool.js';
import { StateLog } from './tasks/state-log.js';

/** The parts that a tick moves. */
export interface AgentParts {
  readonly identity: Identity;
  /** How long a tick is, now. */
  readonly intervalMs: () => number;
  /** How long after multiples of it ticks fall. */
  readonly offsetMs: number;
  readonly source: ClockSource;
  readonly clock: SteadyClock;
  readonly collectors: CollectorRun;
  /** Names of those that are switched off. */
  readonly off: readonly CollectorName[];
  readonly book: CounterBook;
  /** Asked at each tick what is to be told beside traffic. */
  readonly states: { tick(now: TickTime): readonly Outgoing[] };
  readonly spool: Pick<Spool, 'append'>;
  readonly sender: Pick<Sender, 'pump'>;
  readonly discovery: Pick<Discovery, 'refresh' | 'saved' | 'savedVersion' | 'containersVersion'>;
  /** Interfaces or containers came or went. */
  readonly onStructure: () => void;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/** How the ticks go. */
export interface TickReport {
  readonly ticks: number;
  /** ms since 1970; null before the first tick. */
  readonly lastTickAt: number | null;
  /** By the monotonic clock; null before the first tick. */
  readonly sinceLastTickMs: number | null;
  readonly tickDurationMs: number;
  /** Whether the last append to the spool succeeded. */
  readonly spooling: boolean;
  /** Events and states that were lost, since too many waited for a spool that could not be written. */
  readonly lost: number;
}

/** What waits beside traffic while the spool cannot be written. */
const MAX_OUTBOX = 1_000;

/** One tick after the other: read, account, spool, send. */
export class Agent {
  /** What could not be spooled yet. */
  private waiting: readonly Sample[] = [];
  /** Events and states, which go to disk with the next tick. */
  private outbox: readonly Outgoing[] = [];
  private nextSeq = 1;
  private savedDiscovery = -1;
  private seenStructure = '';
  private timer: NodeJS.Timeout | null = null;
  /** The interval at whose next multiple the timer ends. */
  private waitingIntervalMs = 0;
  private readonly states: StateLog;
  private lastTickMonotonicMs: number | null = null;
  private lost = 0;
  private report: Omit<TickReport, 'sinceLastTickMs' | 'lost'> = {
    ticks: 0,
    lastTickAt: null,
    tickDurationMs: 0,
    spooling: true,
  };

  constructor(private readonly parts: AgentParts) {
    this.states = new StateLog(parts.log);
  }

  start(): void {
    this.waitingIntervalMs = this.parts.intervalMs();
    this.timer = setTimeout(
      () => {
        this.start();
        this.tick();
      },
      msToNextTick(this.parts.source.wallMs(), this.waitingIntervalMs, this.parts.offsetMs),
    );
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }

  /**
   * Somebody wants to look closer: the next tick comes sooner. Only where the interval became shorter, since waiting
   * anew may pass over a tick that is due at once.
   */
  hasten(): void {
    if (!this.timer || this.parts.intervalMs() >= this.waitingIntervalMs) return;
    this.stop();
    this.start();
  }

  status(): TickReport {
    const last = this.lastTickMonotonicMs;
    return {
      ...this.report,
      lost: this.lost,
      sinceLastTickMs: last === null ? null : this.parts.source.monotonicMs() - last,
    };
  }

  tick(): void {
    const { clock, collectors, book, source, sender } = this.parts;
    const now = clock.tick();
    this.lastTickMonotonicMs = now.monotonicMs;
    const readings = collectors.collect();
    this.waiting = gather(this.waiting, book.advance(now, readings, collectors.complete));
    const traffic = trafficMessages(this.parts.identity, this.waiting, this.nextSeq);
    const spooling = this.write(now, traffic);
    sender.pump();
    this.tellState(now, spooling);
    const tickDurationMs = source.monotonicMs() - now.monotonicMs;
    this.report = { ticks: this.report.ticks + 1, lastTickAt: now.at, tickDurationMs, spooling };
    this.noticeStructure();
  }

  /** Messages that are no traffic: written with the next tick, then sent. The oldest are lost where none can be written. */
  enqueue(messages: readonly Outgoing[]): void {
    const waiting = [...this.outbox, ...messages];
    this.outbox = waiting.slice(-MAX_OUTBOX);
    this.lost += waiting.length - this.outbox.length;
  }

  /** A container began or ended: its processes are looked for at once. */
  lookAgain(): void {
    let failure: string | null = null;
    try {
      this.parts.discovery.refresh(true);
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
    }
    this.states.enter('looking for containers', failure, 'the processes cannot be listed; counting goes on');
    if (this.report.ticks > 0) this.noticeStructure();
  }

  /** Behind the tick's traffic, which somebody may be looking at; with the next tick's where that cannot be written. */
  private tellState(now: TickTime, spooling: boolean): void {
    this.enqueue(this.parts.states.tick(now));
    if (spooling && this.outbox.length > 0 && this.write(now, [])) this.parts.sender.pump();
  }

  /**
   * Writes what waits, and the outbox. On failure both go on waiting, and the book on disk stays where it was: whatever
   * happens next, nothing is lost and nothing is counted twice.
   */
  private write({ at, monotonicMs }: TickTime, traffic: readonly Outgoing[]): boolean {
    const { identity, book, spool, discovery, off } = this.parts;
    const { entries, dropped } = book.changes();
    const moved = discovery.savedVersion !== this.savedDiscovery;
    const outcome = spool.append((whole) => ({
      ...{ boot: identity.boot, at, monotonicMs, dropped, off, messages: [...traffic, ...this.outbox] },
      entries: whole ? book.snapshot() : entries,
      namespaces: whole || moved ? discovery.saved() : null,
    }));
    this.states.enter(
      'spool',
      outcome.ok ? null : outcome.reason,
      'the spool cannot be written; deltas gather in memory',
    );
    if (!outcome.ok) return false;
    book.markSaved();
    this.waiting = [];
    this.outbox = [];
    this.nextSeq += traffic.length;
    this.savedDiscovery = discovery.savedVersion;
    return true;
  }

  private noticeStructure(): void {
    const structure = `${this.parts.book.structureVersion}/${this.parts.discovery.containersVersion}`;
    if (structure !== this.seenStructure) this.parts.onStructure();
    this.seenStructure = structure;
  }
}

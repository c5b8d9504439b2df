import type { SavedEntry } from '../delta/entry.js';
import { gather } from '../delta/merge.js';
import type { Sample } from '../delta/sample.js';
import { trafficMessages } from './messages.js';
import type { Outgoing } from './record.js';
import { entryOf } from './spool.fixture.js';
import type { Spool } from './spool.js';

/** A kernel with a few interfaces, and what is true of it. */
export class Kernel {
  /** Since the counters began. */
  readonly counters = new Map([
    ['host/eth0', 1_000n],
    ['host/eth1', 0n],
    ['abc/eth0', 70n],
  ]);
  /** Whatever began anew. */
  readonly sums = new Map(this.counters);
  tick = 0;

  /** One second with traffic, a different interface idle each time. */
  grow(): void {
    this.tick += 1;
    [...this.counters.keys()].forEach((key, index) => {
      if (this.tick % 3 === index) return;
      const delta = BigInt(this.tick * 7 + index);
      this.counters.set(key, (this.counters.get(key) ?? 0n) + delta);
      this.sums.set(key, (this.sums.get(key) ?? 0n) + delta);
    });
  }

  reset(key: string): void {
    this.counters.set(key, 0n);
  }
}

/** What an agent does between kernel and spool, in one of its lives. */
export class Life {
  readonly enqueued: string[] = [];
  private readonly raw: Map<string, bigint>;
  private readonly announced = new Set<string>();
  private waiting: readonly Sample[] = [];
  private outbox: readonly Outgoing[] = [];
  private previousAt: number;
  private nextSeq = 1;

  constructor(
    private readonly kernel: Kernel,
    readonly spool: Spool,
    readonly run: string,
    private readonly boot = 'boot',
  ) {
    const saved = spool.recovered?.entries ?? [...kernel.counters].map(([key, count]) => entryOf(key, count));
    this.raw = new Map(saved.map(({ key, raw }) => [key, raw[0] ?? 0n]));
    this.previousAt = spool.recovered?.at ?? 1_000_000;
  }

  /** Whether all that was counted so far is in the spool. */
  get isSafe(): boolean {
    return this.waiting.length === 0;
  }

  tick(): boolean {
    const { tick } = this.kernel;
    const at = 1_000_000 + tick * 1_000;
    const fresh = this.sample(at);
    this.waiting = gather(this.waiting, [fresh]);
    this.previousAt = at;
    if (tick % 4 === 0) this.outbox = [...this.outbox, { id: `${this.run}-s${tick}`, payload: `{"state":${tick}}` }];
    if (tick % 9 === 0) this.outbox = [...this.outbox, { id: `${this.run}-e${tick}`, payload: `{"event":${tick}}` }];
    const identity = { host: '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11', boot: this.boot, run: this.run };
    const traffic = trafficMessages(identity, this.waiting, this.nextSeq);
    const entries = [...this.raw].map(([key, count]): SavedEntry => entryOf(key, count));
    const outcome = this.spool.append((whole) => ({
      ...{ boot: this.boot, at, monotonicMs: at, entries, dropped: [], namespaces: whole ? [] : null },
      messages: [...traffic, ...this.outbox],
    }));
    if (!outcome.ok) return false;
    this.enqueued.push(...this.outbox.map(({ payload }) => payload));
    this.waiting = [];
    this.outbox = [];
    this.nextSeq += traffic.length;
    return true;
  }

  private sample(at: number): Sample {
    const ms = at - this.previousAt;
    const sample = { at, ms, primary: true, unread: [], resets: [] as string[] };
    const deltas = new Map<string, number[]>();
    const base = new Map<string, bigint[]>();
    for (const [key, now] of this.kernel.counters) {
      const before = this.raw.get(key) ?? 0n;
      const from = now < before ? 0n : before;
      if (now < before) sample.resets.push(key);
      if (now < before || !this.announced.has(key)) base.set(key, eight(from, 0n));
      if (now > from) deltas.set(key, eight(Number(now - from), 0));
      this.announced.add(key);
      this.raw.set(key, now);
    }
    return { ...sample, deltas, base };
  }
}

function eight<T>(first: T, rest: T): T[] {
  return [first, ...Array<T>(7).fill(rest)];
}

import { describe, expect, it } from '@jest/globals';
import type { TableReading } from '../collect/collector.js';
import type { CounterBook } from './book.js';
import { bookOf, Ledger, table } from './book.fixture.js';
import { gather, mergeTicks } from './merge.js';
import { type Sample, type Tick, ticksOf } from './sample.js';

const WRAP = 2n ** 32n;

/** A small generator with a seed, so that a failing run can be repeated. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A kernel's interface: what it shows, and what it has really counted since its counters began. */
class Link {
  life = 1;
  ifindex: number;
  here = true;
  counted = Array<bigint>(8).fill(0n);
  private last: bigint[] = [];

  constructor(
    readonly name: string,
    readonly is32Bit: boolean,
    private readonly next: () => number,
  ) {
    this.ifindex = Math.ceil(next() * 1_000);
    this.counted[0] = is32Bit ? BigInt(Math.floor(next() * 2 ** 32)) : BigInt(Math.floor(next() * 2 ** 50));
  }

  grow(): void {
    // Below what 10 Gbit/s carries in a tick, often enough to wrap 32 bits every few ticks.
    if (this.next() < 0.8) this.counted[0] = (this.counted[0] ?? 0n) + BigInt(Math.floor(this.next() * 1_000_000_000));
    if (this.next() < 0.5) this.counted[1] = (this.counted[1] ?? 0n) + BigInt(Math.floor(this.next() * 1_000));
  }

  /** Its driver was loaded anew, or it was replaced: everything is counted from zero. */
  begin(asAnother: boolean): void {
    this.counted = Array<bigint>(8).fill(0n);
    if (asAnother) this.ifindex += 1;
  }

  /** The very same counters again where nothing moved, as the parser gives them. */
  shown(): bigint[] {
    const now = this.counted.map((value, index) => (this.is32Bit && index === 0 ? value % WRAP : value));
    if (now.some((value, index) => value !== this.last[index])) this.last = now;
    return this.last;
  }
}

/** Lets a random history happen and compares what an aggregator would know with what the kernel counted. */
function live(seed: number, ticks: number, faults: boolean): { ledger: Ledger; links: Link[]; samples: Sample[] } {
  const next = random(seed);
  const links = Array.from({ length: 6 }, (_, index) => new Link(`eth${index}`, index % 2 === 0, next));
  const ledger = new Ledger();
  const all: Sample[] = [];
  let waiting: Sample[] = [];
  let book: CounterBook = bookOf([], 0, 7);
  let saved: { entries: ReturnType<CounterBook['snapshot']>; ms: number } | null = null;
  book.baseline([readAll(links)]);
  for (let tick = 1; tick <= ticks; tick += 1) {
    const last = tick === ticks;
    for (const link of links) {
      const chance = next();
      // A fall that hides behind new traffic is one only an ifindex can show; so begin anew with little.
      if (chance < 0.02) link.begin(true);
      else if (chance < 0.04 && link.counted[1]! > 0n && link.counted[0]! > 0n) link.begin(false);
      else link.grow();
      link.here = last || !faults || next() > 0.03;
    }
    const unread = faults && !last && next() < 0.1;
    waiting = gather(
      waiting,
      book.advance({ at: tick * 1_000, monotonicMs: tick * 1_000 }, [
        unread ? table('host', { kind: 'unread' }, 'host-1') : readAll(links),
      ]),
    );
    const written = last || next() > 0.3;
    if (written) {
      ledger.add(waiting);
      all.push(...waiting);
      waiting = [];
      saved = { entries: book.snapshot(), ms: tick * 1_000 };
    }
    // Killed: what was not written is made anew from the counters on disk.
    if (faults && saved && !last && next() < 0.05) {
      waiting = [];
      book = bookOf(saved.entries, saved.ms, 7);
    }
  }
  return { ledger, links, samples: all };
}

function readAll(links: readonly Link[]): TableReading {
  const rows = links
    .filter((link) => link.here)
    .map((link) => ({ name: link.name, ifindex: link.ifindex, counters: link.shown() }));
  return table('host', { kind: 'rows', rows, faults: [] }, 'host-1');
}

const seeds = Array.from({ length: 60 }, (_, seed) => seed + 1);

describe('a random history of growth, wraps and resets', () => {
  it.each(seeds)('is counted to the byte (seed %i)', (seed) => {
    const { ledger, links } = live(seed, 200, false);
    for (const link of links) expect(ledger.totals.get(`host/${link.name}`)).toEqual(link.counted);
    expect(ledger.contradictions).toEqual([]);
  });
});

describe('with absences, unreadable ticks, full disks and kills', () => {
  it.each(seeds)('it still adds up to what the kernel shows (seed %i)', (seed) => {
    const { ledger, links, samples } = live(seed, 200, true);
    for (const link of links) {
      const total = ledger.totals.get(`host/${link.name}`);
      // A second wrap while nobody could look is one that no reader can know of.
      const known = total?.map((value, index) => (link.is32Bit && index === 0 ? value % WRAP : value));
      expect(known).toEqual(link.shown());
    }
    expect(ledger.contradictions).toEqual([]);
    expect(samples.every(({ ms }) => ms > 0)).toBe(true);
    expect(samples.flatMap(({ deltas }) => [...deltas.values()].flat()).every((delta) => delta >= 0)).toBe(true);
  });
});

/** Every two neighbours one, as a full spool does it. */
function halved(ticks: readonly Tick[]): Tick[] {
  const out: Tick[] = [];
  for (let index = 0; index < ticks.length; index += 2) {
    const [earlier, later] = ticks.slice(index, index + 2);
    if (!earlier) continue;
    const merged = later ? mergeTicks(earlier, later) : earlier;
    out.push(...(merged ? [merged] : ticks.slice(index, index + 2)));
  }
  return out;
}

const msOf = (samples: readonly Sample[]): number => samples.reduce((sum, { ms }) => sum + ms, 0);

describe('merged again and again', () => {
  it.each(seeds.slice(0, 20))('it is the same history, at half the resolution each time (seed %i)', (seed) => {
    const { ledger, links, samples } = live(seed, 300, true);
    let ticks = ticksOf(samples);
    const present = msOf(ticks.map(([own]) => own));
    for (let level = 0; level < 9; level += 1) {
      const before = ticks;
      ticks = halved(before);
      const now = new Ledger();
      now.add(ticks.flat());
      expect(now.contradictions).toEqual([]);
      expect(now.totals).toEqual(ledger.totals);
      for (const { name } of links) expect(now.sumOf(`host/${name}`)).toBe(ledger.sumOf(`host/${name}`));
      expect(msOf(ticks.map(([own]) => own))).toBe(present);
      for (const { name } of links) {
        expect(unreadMs(ticks, `host/${name}`)).toBeLessThanOrEqual(unreadMs(before, `host/${name}`));
      }
    }
    expect(ticks.length).toBeLessThan(10);
  });
});

function unreadMs(ticks: readonly Tick[], key: string): number {
  return msOf(ticks.flat().filter(({ unread }) => unread.includes(key)));
}

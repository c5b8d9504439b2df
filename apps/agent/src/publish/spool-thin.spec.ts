import type * as Fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { COUNTERS, decodeTraffic, type TrafficMessage } from '@weir/model';
import { Ledger } from '../delta/book.fixture.js';
import { Kernel, Life } from './thinning.fixture.js';

/**
 * A process that dies at its n-th change of the disk: half of a write is done, nothing after it. Or a disk that refuses
 * some changes in a row, of which half of the write is done as well, and then has room again.
 */
const disk = { changesLeft: Infinity, changes: 0, dead: false, full: [0, 0] };
const real = jest.requireActual<typeof Fs>('node:fs');

class Killed extends Error {}

function mortal<A extends unknown[], R>(change: (...args: A) => R, half?: (...args: A) => void): (...args: A) => R {
  return (...args) => {
    if (disk.dead) throw new Killed();
    disk.changes += 1;
    disk.changesLeft -= 1;
    if (half && disk.changes > disk.full[0]! && disk.changes <= disk.full[1]!) {
      half(...args);
      throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'write' });
    }
    if (disk.changesLeft > 0) return change(...args);
    disk.dead = true;
    half?.(...args);
    throw new Killed();
  };
}

const nothing = (): void => undefined;

type Write = (file: number, bytes: Buffer, offset: number, length: number, position: number) => number;

jest.unstable_mockModule('node:fs', () => ({
  ...real,
  writeSync: mortal<Parameters<Write>, number>(real.writeSync as Write, (file, bytes, offset, length, position) => {
    real.writeSync(file, bytes, offset, length >> 1, position);
  }),
  openSync: mortal(real.openSync, nothing),
  fsyncSync: mortal(real.fsyncSync, nothing),
  renameSync: mortal(real.renameSync, nothing),
  rmSync: mortal(real.rmSync),
  ftruncateSync: mortal(real.ftruncateSync),
}));

const { FileSegments, MemorySegments } = await import('./segments.js');
const { Spool } = await import('./spool.js');

const limits = { segmentBytes: 2_000, maxBytes: 9_000 };
const TICKS = 44;

/** The stream: what it has been sent, by id, as often as it was sent. */
class Stream {
  readonly stored = new Map<string, string>();
  readonly contradictions: string[] = [];

  store(id: string, payload: string): void {
    const known = this.stored.get(id);
    if (known !== undefined && known !== payload) this.contradictions.push(id);
    this.stored.set(id, payload);
  }

  traffic(): TrafficMessage[] {
    return [...this.stored].flatMap(([id, payload]) => {
      const decoded = /-\d+$/.test(id) ? decodeTraffic(payload) : null;
      return decoded?.ok ? [decoded.value] : [];
    });
  }

  others(kind: string): string[] {
    return [...this.stored.values()].filter((payload) => payload.startsWith(`{"${kind}"`));
  }
}

function ledgerOf(messages: readonly TrafficMessage[]): Ledger {
  const ledger = new Ledger();
  for (const { keys, columns, ...message } of messages) {
    const deltas = new Map(keys.map((key, row) => [key, COUNTERS.map((counter) => columns[counter][row] ?? 0)]));
    ledger.add([{ ...message, primary: message.part === 0, deltas }]);
  }
  return ledger;
}

describe('a full spool', () => {
  let folder: string;
  let kernel: Kernel;
  let stream: Stream;
  let enqueued: string[];

  beforeEach(() => {
    folder = real.mkdtempSync(join(tmpdir(), 'weir-thin-'));
    begin();
  });
  afterEach(() => {
    Object.assign(disk, { changesLeft: Infinity, dead: false, full: [0, 0] });
    real.rmSync(folder, { recursive: true });
  });

  function begin(): void {
    kernel = new Kernel();
    stream = new Stream();
    enqueued = [];
    Object.assign(disk, { changesLeft: Infinity, changes: 0, dead: false, full: [0, 0] });
  }

  /** What a sender does with a connection that may end before the answers come. */
  function send({ spool }: Life, count: number, answered: boolean): void {
    for (const id of [...spool.pendingIds()].slice(0, count)) {
      if (!spool.hand(id).ok) return;
      stream.store(id, spool.payload(id).toString());
      if (answered) spool.acknowledge(id);
    }
  }

  function check(): void {
    expect(stream.contradictions).toEqual([]);
    const ledger = ledgerOf(stream.traffic());
    expect(ledger.contradictions).toEqual([]);
    for (const [key, count] of kernel.counters) expect([key, ledger.totals.get(key)?.[0]]).toEqual([key, count]);
    const first = new Kernel().counters;
    for (const [key, sum] of kernel.sums) {
      expect([key, ledger.sumOf(key)]).toEqual([key, sum - (first.get(key) ?? 0n)]);
    }
    expect(new Set(stream.others('event'))).toEqual(new Set(enqueued.filter((text) => text.startsWith('{"event"'))));
  }

  /** An outage with two short connections, one of them without answers, and an agent that is killed at one point. */
  function live(killAt: number, full = [0, 0]): number {
    let lives = 0;
    const start = (): Life =>
      new Life(kernel, new Spool(new FileSegments(join(folder, 'state')), limits), `run${lives++}`);
    const revive = (): Life => {
      Object.assign(disk, { changesLeft: Infinity, dead: false });
      return start();
    };
    let life = start();
    for (let tick = 1; tick <= TICKS; tick += 1) {
      kernel.grow();
      try {
        life.tick();
        // A first start that leaves nothing behind is no loss: the next one is the first.
        if (tick === 1) Object.assign(disk, { changes: 0, changesLeft: killAt, full });
        if (tick === 12) send(life, 3, false);
        if (tick === 30) send(life, 5, true);
      } catch (error) {
        if (!(error instanceof Killed)) throw error;
      }
      if (disk.dead) enqueued.push(...life.enqueued);
      if (disk.dead) life = revive();
      else if (life.isSafe && tick === 20) kernel.reset('host/eth0');
      expect(life.spool.bytes).toBeLessThan(limits.maxBytes + limits.segmentBytes);
    }
    const { changes } = disk;
    Object.assign(disk, { changesLeft: Infinity, full: [0, 0] });
    kernel.grow();
    life.tick();
    send(life, Infinity, true);
    enqueued.push(...life.enqueued);
    life.spool.close();
    return changes;
  }

  it('loses and doubles not a byte, at whichever change of the disk its process is killed', () => {
    const changes = live(Infinity);
    check();
    expect(changes).toBeGreaterThan(80);
    for (let killAt = 1; killAt <= changes; killAt += 1) {
      real.rmSync(join(folder, 'state'), { recursive: true });
      begin();
      live(killAt);
      check();
    }
  }, 120_000);

  it('loses and doubles not a byte, whenever the disk is full for a while', () => {
    const changes = live(Infinity);
    for (let from = 1; from < changes; from += 3) {
      real.rmSync(join(folder, 'state'), { recursive: true });
      begin();
      live(Infinity, [from, from + 8]);
      check();
    }
  }, 60_000);

  it('gives up states first, then halves the resolution of everything alike, and keeps every event', () => {
    const onThinned = jest.fn();
    const roomy = { segmentBytes: 2_500, maxBytes: 15_000 };
    const life = new Life(kernel, new Spool(new FileSegments(folder), roomy, onThinned), 'run');
    const lengths = (): Set<number> => new Set(pending(life).map(({ ms }) => ms));
    while (life.spool.thinned.mergedMessages === 0) {
      kernel.grow();
      expect(life.tick()).toBe(true);
      if (life.spool.thinned.mergedMessages === 0) expect(lengths()).toEqual(new Set([1_000]));
    }
    expect(life.spool.thinned.droppedStates).toBeGreaterThan(0);
    for (let tick = 0; tick < 300; tick += 1) {
      kernel.grow();
      expect(life.tick()).toBe(true);
    }
    const old = pending(life)
      .slice(0, -20)
      .map(({ ms }) => ms);
    expect(Math.max(...old) / Math.min(...old)).toBeLessThanOrEqual(4);
    expect(onThinned).toHaveBeenCalledTimes(1);
    send(life, Infinity, true);
    enqueued = life.enqueued;
    check();
    const seqs = stream.traffic().map(({ seq }) => seq);
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(stream.others('state').length).toBeLessThan(10);
  });

  it('does the same in memory, where no folder can be written', () => {
    const life = new Life(kernel, new Spool(new MemorySegments(), limits), 'run');
    for (let tick = 0; tick < 200; tick += 1) {
      kernel.grow();
      expect(life.tick()).toBe(true);
    }
    expect(life.spool.thinned.mergedMessages).toBeGreaterThan(100);
    send(life, Infinity, true);
    enqueued = life.enqueued;
    check();
  });

  it('never touches what may have been sent, not even after a restart; then deltas gather until there is room', () => {
    const life = new Life(kernel, new Spool(new FileSegments(folder), limits), 'run');
    for (let tick = 0; tick < 20; tick += 1) {
      kernel.grow();
      life.tick();
      send(life, Infinity, false);
    }
    const next = new Life(kernel, new Spool(new FileSegments(folder), limits), 'next');
    const sent = [...stream.stored.keys()];
    let isFull = false;
    for (let tick = 0; tick < 200; tick += 1) {
      kernel.grow();
      isFull ||= !next.tick();
    }
    expect([...next.spool.pendingIds()].slice(0, sent.length)).toEqual(sent);
    send(next, Infinity, true);
    kernel.grow();
    next.tick();
    send(next, Infinity, true);
    enqueued = [...life.enqueued, ...next.enqueued];
    check();
  });

  it('leaves alone what another boot wrote: a power cut may have taken the note that it was sent', () => {
    const life = new Life(kernel, new Spool(new FileSegments(folder), limits), 'run');
    for (let tick = 0; tick < 4; tick += 1) {
      kernel.grow();
      life.tick();
    }
    const waiting = [...life.spool.pendingIds()];
    const next = new Life(kernel, new Spool(new FileSegments(folder), limits), 'next', 'next boot');
    for (let tick = 0; tick < 60; tick += 1) {
      kernel.grow();
      next.tick();
    }
    expect(next.spool.thinned.mergedMessages).toBeGreaterThan(0);
    expect([...next.spool.pendingIds()].slice(0, waiting.length)).toEqual(waiting);
  });

  it('merges after a restart what an earlier life of the same boot never sent', () => {
    const life = new Life(kernel, new Spool(new FileSegments(folder), limits), 'run');
    for (let tick = 0; tick < 20; tick += 1) {
      kernel.grow();
      life.tick();
    }
    const next = new Life(kernel, new Spool(new FileSegments(folder), limits), 'next');
    for (let tick = 0; tick < 100; tick += 1) {
      kernel.grow();
      expect(next.tick()).toBe(true);
    }
    const early = pending(next).filter(({ run }) => run === 'run');
    expect(early.length).toBeLessThan(12);
    send(next, Infinity, true);
    enqueued = [...life.enqueued, ...next.enqueued];
    check();
  });

  function pending({ spool }: Life): TrafficMessage[] {
    const texts = [...spool.pendingIds()].filter((id) => /-\d+$/.test(id)).map((id) => spool.payload(id));
    return texts.flatMap((text) => {
      const decoded = decodeTraffic(text);
      return decoded.ok ? [decoded.value] : [];
    });
  }
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FileSegments, MemorySegments, type Segment, type SegmentStore } from './segments.js';
import { appendNumber, entryOf } from './spool.fixture.js';
import { Spool } from './spool.js';

const limits = { segmentBytes: 2_000, maxBytes: 1_000_000 };
const pending = (spool: Spool): string[] => [...spool.pendingIds()];
const texts = (spool: Spool): string[] => pending(spool).map((id) => spool.payload(id).toString());

describe('the spool', () => {
  let folder: string;
  const open = (given = limits): Spool => new Spool(new FileSegments(folder), given);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-spool-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is empty at the very first start', () => {
    const spool = open();
    expect(spool).toMatchObject({ recovered: null, damagedBytes: 0, pendingCount: 0 });
  });

  it('keeps messages, book and namespaces over a restart', () => {
    const first = open();
    const namespaces = [{ key: 'abc', life: 'x', inode: 7, startedAt: null, witnesses: ['1:abc'] }];
    const raw = 2n ** 60n + 1n;
    first.append(() => ({
      ...{ boot: 'boot', at: 5, monotonicMs: 2.5, dropped: [], namespaces },
      entries: [{ ...entryOf('host/eth0', raw), carry: [2n ** 32n, 0n, 0n, 0n, 0n, 0n, 0n, 0n], ifindex: null }],
      messages: [
        { id: 'run-1', payload: '{"a":"ä"}' },
        { id: 'run-2', payload: '{}' },
      ],
    }));
    const second = open();
    expect(second.recovered).toMatchObject({ boot: 'boot', at: 5, monotonicMs: 2.5, namespaces });
    expect(second.recovered?.entries[0]).toMatchObject({
      key: 'host/eth0',
      raw: [raw, ...Array(7).fill(0n)],
      ifindex: null,
    });
    expect(second.recovered?.entries[0]?.carry[0]).toBe(2n ** 32n);
    expect(texts(second)).toEqual(['{"a":"ä"}', '{}']);
  });

  it('adds records up to the newest book', () => {
    const first = open();
    for (let number = 1; number <= 5; number += 1) appendNumber(first, number);
    first.append(() => ({
      ...{ boot: 'boot', at: 6, monotonicMs: 3, namespaces: null, messages: [] },
      ...{ entries: [entryOf('host/eth0', 6)], dropped: ['host/lo'] },
    }));
    expect(open().recovered?.entries).toEqual([entryOf('host/eth0', 6)]);
  });

  it('lets acknowledged messages go, and remembers that', () => {
    const first = open();
    for (let number = 1; number <= 3; number += 1) appendNumber(first, number);
    first.acknowledge('run-1');
    first.acknowledge('run-3');
    first.acknowledge('never heard of');
    expect(pending(first)).toEqual(['run-2']);
    appendNumber(first, 4);
    expect(pending(open())).toEqual(['run-2', 'run-4']);
    expect(() => first.payload('run-1')).toThrow('run-1 is not in the spool');
  });

  it('frees the space of what was acknowledged, the book excepted', () => {
    const spool = open();
    for (let number = 1; number <= 200; number += 1) {
      appendNumber(spool, number);
      if (number !== 1) spool.acknowledge(`run-${number}`);
    }
    const held = spool.bytes;
    expect(held).toBeGreaterThan(20_000);
    spool.acknowledge('run-1');
    expect(spool.bytes).toBeLessThan(2 * limits.segmentBytes + 500);
    expect(open().recovered?.entries).toEqual([entryOf('host/eth0', 200), entryOf('host/lo', 7)]);
  });

  it('keeps the last segment’s book through any number of starts', () => {
    appendNumber(open(), 1);
    open().acknowledge('run-1');
    const again = open();
    again.acknowledge('run-1');
    expect(open().recovered?.entries).toHaveLength(2);
    appendNumber(again, 2);
    expect(open().recovered?.at).toBe(2);
  });

  it.each([1, 4, 8, 9, 40])('leaves out a record that lacks its last %i bytes', (missing) => {
    const first = open();
    appendNumber(first, 1);
    appendNumber(first, 2);
    const path = join(folder, readdirSync(folder)[0]!);
    truncateSync(path, readFileSync(path).length - missing);
    const second = open();
    expect(second.recovered?.at).toBe(1);
    expect(second.damagedBytes).toBeGreaterThan(0);
    expect(pending(second)).toEqual(['run-1']);
    appendNumber(second, 3);
    expect(pending(open())).toEqual(['run-1', 'run-3']);
  });

  it('leaves out what does not match its checksum', () => {
    appendNumber(open(), 1);
    const path = join(folder, readdirSync(folder)[0]!);
    const bytes = readFileSync(path);
    bytes[bytes.length - 2]! ^= 1;
    writeFileSync(path, bytes);
    expect(open()).toMatchObject({ recovered: null, pendingCount: 0, damagedBytes: bytes.length });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not lose the book to a segment that was only begun', () => {
    const first = open();
    appendNumber(first, 1);
    writeFileSync(join(folder, 'spool-0000000002.log'), '');
    first.acknowledge('run-1');
    expect(open().recovered?.at).toBe(1);
    expect(open().recovered?.at).toBe(1);
  });

  it('refuses, and says so, when it is full; takes more when there is room', () => {
    const spool = open({ segmentBytes: 500, maxBytes: 1_500 });
    let number = 1;
    while (appendNumber(spool, number)) number += 1;
    expect(number).toBeGreaterThan(3);
    expect(
      spool.append(() => ({
        ...{ boot: '', at: 2, monotonicMs: 2, entries: [], dropped: [], namespaces: null },
        messages: [{ id: 'run-0', payload: '' }],
      })),
    ).toEqual({ ok: false, reason: 'it holds 1500 bytes, as many as it may' });
    for (const id of pending(spool)) spool.acknowledge(id);
    expect(appendNumber(spool, number)).toBe(true);
  });

  it('works in memory where there is no disk', () => {
    const spool = new Spool(new MemorySegments(), limits);
    for (let number = 1; number <= 300; number += 1)
      appendNumber(spool, number, `{"n":${number},"x":"${'x'.repeat(500)}"}`);
    expect(spool.pendingCount).toBe(300);
    expect(spool.payload('run-299').toString()).toContain('"n":299');
    for (const id of pending(spool)) spool.acknowledge(id);
    expect(spool.bytes).toBeLessThan(5_000);
    spool.close();
  });
});

describe('a disk that fails', () => {
  /** Takes a part of every record, then fails, as long as it is full. */
  class FullDisk implements SegmentStore {
    full = false;
    private readonly memory = new MemorySegments();

    open(): Segment[] {
      return [];
    }

    create(number: number): Segment {
      const segment = this.memory.create(number);
      const append = segment.append.bind(segment);
      segment.append = (bytes) => {
        if (this.full) throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', syscall: 'write' });
        append(bytes);
      };
      return segment;
    }

    replace(segment: Segment, bytes: Buffer): Segment {
      return this.memory.replace(segment, bytes);
    }
  }

  it('is a value, and costs nothing that was there', () => {
    const disk = new FullDisk();
    const spool = new Spool(disk, limits);
    appendNumber(spool, 1);
    disk.full = true;
    expect(
      spool.append(() => ({
        ...{ boot: '', at: 2, monotonicMs: 2, entries: [], dropped: [], namespaces: null },
        messages: [{ id: 'x', payload: '' }],
      })),
    ).toEqual({
      ok: false,
      reason: 'ENOSPC: no space left',
    });
    expect(pending(spool)).toEqual(['run-1']);
    disk.full = false;
    expect(appendNumber(spool, 2)).toBe(true);
    expect(texts(spool)).toEqual(['{"n":1}', '{"n":2}']);
  });

  it('does not begin a segment that it cannot fill', () => {
    const disk = new FullDisk();
    disk.full = true;
    const spool = new Spool(disk, limits);
    expect(appendNumber(spool, 1)).toBe(false);
    expect(spool.bytes).toBe(0);
    disk.full = false;
    expect(appendNumber(spool, 1)).toBe(true);
    expect(texts(spool)).toEqual(['{"n":1}']);
  });
});

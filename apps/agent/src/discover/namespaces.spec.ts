import { describe, expect, it } from '@jest/globals';
import { NamespaceRegistry } from './namespaces.js';
import type { Member } from './process-scan.js';

const a = 'a'.repeat(64);
const b = 'b'.repeat(64);
const HOUR_MS = 3_600_000;
const member = (pid: number, container: string, inode: number): Member => ({ pid, container, podUid: null, inode });
const registry = (saved: ReturnType<NamespaceRegistry['saved']> = []): NamespaceRegistry =>
  new NamespaceRegistry('boot-id', saved, (pid) => pid * 10, 0);

describe('the namespace registry', () => {
  it('counts a namespace once, however many containers share it', () => {
    const namespaces = registry();
    namespaces.update([member(30, b, 7), member(10, a, 7), member(20, a, 7)], 1_000);
    expect(namespaces.current()).toMatchObject([
      { key: 'aaaaaaaaaaaa', inode: 7, startedAt: 100, pids: [10, 20, 30], containers: [a, b] },
    ]);
  });

  it('keeps key and life while any process stays', () => {
    const namespaces = registry();
    namespaces.update([member(10, a, 7), member(20, b, 7)], 1_000);
    const [before] = namespaces.current();
    namespaces.update([member(20, b, 7), member(40, b, 7)], 2_000);
    namespaces.update([member(40, b, 7)], 3_000);
    expect(namespaces.current()).toMatchObject([{ key: before!.key, life: before!.life, pids: [40], containers: [b] }]);
  });

  it('knows a restarted container’s namespace as a new one under the same key, even with the same inode', () => {
    const namespaces = registry();
    namespaces.update([member(10, a, 7)], 1_000);
    const [before] = namespaces.current();
    namespaces.update([member(50, a, 7)], 2_000);
    const [after] = namespaces.current();
    expect(after?.key).toBe(before?.key);
    expect(after?.life).not.toBe(before?.life);
  });

  it('knows a namespace again that a scan missed, but not for ever', () => {
    const namespaces = registry();
    namespaces.update([member(10, a, 7)], 5 * HOUR_MS);
    const [before] = namespaces.current();
    namespaces.update([], 10 * HOUR_MS);
    expect(namespaces.saved()).toEqual([]);
    namespaces.update([member(10, a, 7)], 10 * HOUR_MS + 1_000);
    expect(namespaces.current()[0]?.life).toBe(before?.life);
    namespaces.update([], 10 * HOUR_MS + 2_000);
    namespaces.update([member(90, b, 9)], 12 * HOUR_MS);
    namespaces.update([member(10, a, 7)], 12 * HOUR_MS);
    expect(namespaces.current()[0]?.life).not.toBe(before?.life);
  });

  it('gives a second namespace of a container, or a second taker of its key, a key of its own', () => {
    const namespaces = registry();
    namespaces.update([member(10, a, 7), member(11, a, 8), member(12, a, 9)], 1_000);
    expect(namespaces.current().map(({ key }) => key)).toEqual(['aaaaaaaaaaaa', 'aaaaaaaaaaaa-2', 'aaaaaaaaaaaa-3']);
    // The sharer lives on in the old namespace while the container comes back in a new one.
    const shared = registry();
    shared.update([member(10, a, 7), member(20, b, 7)], 1_000);
    shared.update([member(20, b, 7), member(5, a, 8)], 2_000);
    expect(shared.current().map(({ key, inode }) => [key, inode])).toEqual([
      ['aaaaaaaaaaaa-2', 8],
      ['aaaaaaaaaaaa', 7],
    ]);
  });

  it('is known again by the next life of the agent', () => {
    const first = registry();
    first.update(
      Array.from({ length: 9 }, (_, index) => member(index + 10, a, 7)),
      1_000,
    );
    expect(first.saved()[0]?.witnesses).toHaveLength(4);
    const second = registry(first.saved());
    second.update([member(10, a, 7)], 9_000);
    expect(second.current()[0]).toMatchObject({ key: 'aaaaaaaaaaaa', life: first.current()[0]?.life, startedAt: 100 });
    const third = registry(first.saved());
    third.update([member(99, a, 7)], 9_000);
    expect(third.current()[0]?.life).not.toBe(first.current()[0]?.life);
  });
});

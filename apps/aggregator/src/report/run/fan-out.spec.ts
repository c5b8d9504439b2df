import { describe, expect, it } from '@jest/globals';
import { fanOut } from './fan-out.js';

async function* counted(to: number, read: (value: number) => void = () => undefined): AsyncGenerator<number> {
  for (let value = 1; value <= to; value++) {
    read(value);
    yield value;
  }
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const read: T[] = [];
  for await (const item of items) read.push(item);
  return read;
}

describe('fanOut', () => {
  it('gives all of it to each, and reads no further than the slowest', async () => {
    let read = 0;
    const [fast, slow] = fanOut(
      counted(4, (value) => (read = value)),
      2,
    );
    if (!fast || !slow) throw new Error('two were asked for');
    const done = all(fast.items);
    const slowly: number[] = [];
    for await (const item of slow.items) {
      await new Promise((later) => setTimeout(later, 2));
      expect(read).toBe(item);
      slowly.push(item);
    }
    expect([await done, slowly]).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  it('waits for nobody who left', async () => {
    const [first, second, third] = fanOut(counted(3), 3);
    third?.leave();
    third?.leave();
    const done = all(first?.items ?? counted(0));
    for await (const item of second?.items ?? []) if (item === 1) break;
    expect(await done).toEqual([1, 2, 3]);
  });

  it('ends the source when all have left, and throws to each what it throws', async () => {
    let isEnded = false;
    async function* failing(): AsyncGenerator<number> {
      try {
        yield 1;
        yield 2;
      } finally {
        isEnded = true;
      }
      throw new Error('broken');
    }
    const shares = fanOut(failing(), 2);
    await expect(Promise.allSettled(shares.map(({ items }) => all(items)))).resolves.toEqual([
      { status: 'rejected', reason: new Error('broken') },
      { status: 'rejected', reason: new Error('broken') },
    ]);
    isEnded = false;
    const [only] = fanOut(failing(), 1);
    for await (const item of only?.items ?? []) if (item === 1) break;
    expect(isEnded).toBe(true);
  });
});

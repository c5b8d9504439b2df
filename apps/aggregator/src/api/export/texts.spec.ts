import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { FORMAT } from './format.js';
import type { Table } from './table.js';
import { textsOf } from './texts.js';

/** Two rows, after years of which there is nothing. */
async function* batches(): AsyncGenerator<readonly number[]> {
  yield [];
  jest.advanceTimersByTime(1_001);
  yield [];
  yield [1, 2];
}

describe('textsOf', () => {
  const table = (): Table<number> => ({
    columns: [{ name: 'bytes', cell: (row) => row }],
    batches: batches(),
    size: async () => ({ unit: 'batches', count: 3 }),
  });

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['csv', ['bytes\r\n', '1\r\n2\r\n']],
    ['ndjson', ['', '{"bytes":1}\n{"bytes":2}\n']],
  ] as const)(
    'hands on what there is of %s where nothing comes for a while, and ends as it would have',
    async (format, told) => {
      const texts: string[] = [];
      for await (const text of textsOf(table(), FORMAT[format])) texts.push(text);
      expect(texts).toEqual(told);
    },
  );
});

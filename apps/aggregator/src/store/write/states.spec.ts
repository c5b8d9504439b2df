import { readFileSync } from 'node:fs';
import { describe, expect, it, jest } from '@jest/globals';
import { decodeState, type StateMessage } from '@weir/model';
import type { ClientBase } from 'pg';
import { Directory } from './directory.js';
import { DataFault } from './faults.js';
import { writeStates } from './states.js';

const golden = new URL('../../../../../libs/model/fixtures/state.v1.json', import.meta.url);

function message(change: Partial<StateMessage>): StateMessage {
  const decoded = decodeState(readFileSync(golden, 'utf8'));
  if (!decoded.ok) throw new Error(decoded.refusal.field);
  return { ...decoded.value, ...change };
}

describe('states that no column holds', () => {
  // Retried for ever, one such message would keep all others from being stored.
  it.each([
    ['an interval of a month', { ms: 31 * 86_400_000 }],
    ['a time beyond all calendars', { at: Number.MAX_SAFE_INTEGER }],
  ])('are to blame themselves: %s', async (_, change) => {
    const directory = new Directory();
    jest.spyOn(directory, 'hostId').mockReturnValue(1);
    jest.spyOn(directory, 'stateSeriesId').mockReturnValue(1);
    const query = jest.fn<() => Promise<unknown>>();
    const writing = writeStates({ query } as unknown as ClientBase, [message(change)], directory);
    await expect(writing).rejects.toBeInstanceOf(DataFault);
    expect(query).not.toHaveBeenCalled();
  });
});

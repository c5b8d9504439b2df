import { describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { currentCaller, onBehalfOf } from '../caller.js';
import { CallerGoneError } from '../snapshot.js';
import type { HostNow, NowStatesQuery } from './states.js';
import { NowUseQuery } from './use.js';

const HOST: HostNow = { cpuPercent: 5, memoryUsedBytes: 7, memoryTotalBytes: 9, failing: [] };
const pool = { query: () => Promise.resolve({ rows: [{ hostId: 1, id: 'one' }] }) } as unknown as Pool;

/** States that are told when they are asked to be. */
class States {
  begun = 0;
  tell: (hosts: readonly HostNow[]) => void = () => undefined;
  fail: (error: Error) => void = () => undefined;

  ofHosts(): Promise<readonly HostNow[]> {
    this.begun += 1;
    const caller = currentCaller();
    return new Promise((resolve, reject) => {
      [this.tell, this.fail] = [resolve, reject];
      caller?.addEventListener('abort', () => reject(new CallerGoneError('gone')));
    });
  }
}

function useOf(): { readonly states: States; readonly use: NowUseQuery } {
  const states = new States();
  return { states, use: new NowUseQuery(pool, states as unknown as NowStatesQuery) };
}
const begun = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

describe('what hosts use now', () => {
  it('is told to the others when the first who asked leaves', async () => {
    const { states, use } = useOf();
    const leaver = new AbortController();
    const first = onBehalfOf(leaver.signal, () => use.hosts('cpu'));
    const left = expect(first).rejects.toThrow(CallerGoneError);
    const second = use.hosts('memory');
    await begun();
    leaver.abort();
    states.tell([HOST]);
    await left;
    expect(await second).toEqual({ of: 'things', ids: ['one'], values: [7] });
    await use.hosts('cpu');
    expect(states.begun).toBe(1);
  });

  it('is asked anew after a failure', async () => {
    const { states, use } = useOf();
    const failed = expect(use.hosts('cpu')).rejects.toThrow('broken');
    await begun();
    states.fail(new Error('broken'));
    await failed;
    const next = use.hosts('cpu');
    await begun();
    states.tell([HOST]);
    expect(await next).toEqual({ of: 'things', ids: ['one'], values: [5_000] });
  });
});

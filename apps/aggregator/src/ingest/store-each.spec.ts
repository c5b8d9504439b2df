import { describe, expect, it } from '@jest/globals';
import type { Arrival } from '../store/write/arrival.js';
import { DataFault } from '../store/write/faults.js';
import { storeEach } from './store-each.js';

const refused = { kind: 'refused', of: 'event', reason: 'payload: is not JSON' } as const;
const event = { kind: 'event', message: {} } as Arrival['content'];

const item = (name: string, content = event): { name: string; arrival: Arrival } => ({
  name,
  arrival: { subject: name, payload: new Uint8Array(), receivedMs: 0, sentMs: null, content },
});

/** A store in which some names cannot be stored, except as refused. */
function storeWithout(culprits: readonly string[]) {
  const stored: string[] = [];
  const reasons: string[] = [];
  return {
    stored,
    reasons,
    commit: (part: readonly ReturnType<typeof item>[]): Promise<void> => {
      const bad = part.find(({ name, arrival }) => culprits.includes(name) && arrival.content.kind !== 'refused');
      if (bad) return Promise.reject(new DataFault(`${bad.name} is out of range`));
      for (const { name, arrival } of part) {
        stored.push(name);
        if (arrival.content.kind === 'refused') reasons.push(arrival.content.reason);
      }
      return Promise.resolve();
    },
  };
}

describe('storeEach', () => {
  it.each([[[]], [['m0']], [['m6']], [['m3', 'm4']], [['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6']]])(
    'stores all but %j, in their order, and refuses those with the reason',
    async (culprits) => {
      const names = Array.from({ length: 7 }, (_, index) => `m${index}`);
      const store = storeWithout(culprits);
      await storeEach(
        names.map((name) => item(name)),
        store.commit,
      );
      expect(store.stored).toEqual(names);
      expect(store.reasons).toEqual(culprits.map((name) => `cannot be stored: ${name} is out of range`));
    },
  );

  it('does not halve for what is no message’s fault', async () => {
    let attempts = 0;
    const failing = (): Promise<void> => {
      attempts++;
      return Promise.reject(new Error('connection terminated'));
    };
    await expect(storeEach([item('a'), item('b')], failing)).rejects.toThrow('connection terminated');
    expect(attempts).toBe(1);
  });

  it('gives up where not even the refusal can be stored', async () => {
    const failing = (): Promise<void> => Promise.reject(new DataFault('no'));
    await expect(storeEach([item('a', refused)], failing)).rejects.toThrow(DataFault);
  });
});

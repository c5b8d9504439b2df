import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import type { InterfaceRow } from '../query/interfaces.js';
import type { CapacityAsked, CapacityResult } from '../query/outlook/capacity.js';
import { type Looking, lookAhead } from './look-ahead.js';

const OPEN = { entity: { kind: 'interface', key: 'quiet', name: 'eth0' }, endMs: null, patternId: 5 };
const link = { netId: 'quiet', outlook: { kind: 'not within', evidence: {}, strength: 0.1 } };

let writes: number;
let asked: (string | null)[];
let answerOfOne: object;
let onAsked: () => void;

const client = {
  query: async (sql: string) => {
    if (sql.includes('UPDATE pattern')) writes += 1;
    return { rows: [{ id: 5 }] };
  },
  release: () => undefined,
};
const looking: Looking = {
  pool: {
    query: async (sql: string) => ({ rows: sql.includes('pattern_feedback') ? [] : [OPEN] }),
    connect: async () => client,
  } as unknown as Pool,
  capacity: {
    answer: async ({ interface: netId }: CapacityAsked) => {
      asked.push(netId);
      onAsked();
      return (netId === null ? { ok: true, value: { links: [] } } : answerOfOne) as CapacityResult;
    },
  },
  interfaces: { byNetIds: async (ids) => ids.map((netId) => ({ netId, goneAt: null }) as InterfaceRow) },
};

beforeEach(() => {
  [writes, asked, answerOfOne, onAsked] = [0, [], { ok: true, value: { links: [link] } }, () => undefined];
});

describe('looking ahead', () => {
  it('asks for links that something was told of, also where they are not among the fullest', async () => {
    expect(await lookAhead(looking, new AbortController().signal)).toEqual([5]);
    expect([asked, writes]).toEqual([[null, 'quiet'], 1]);
  });

  it('leaves what was told as it is where nothing could be learnt of the link', async () => {
    answerOfOne = { ok: false, refusal: { field: 'interface', reason: 'is the id of no interface' } };
    expect(await lookAhead(looking, new AbortController().signal)).toEqual([]);
    expect(writes).toBe(0);
  });

  it('writes nothing any more once somebody else may look', async () => {
    const owned = new AbortController();
    onAsked = () => owned.abort();
    expect(await lookAhead(looking, owned.signal)).toEqual([]);
    expect(writes).toBe(0);
  });
});

import { describe, expect, it, jest } from '@jest/globals';
import type { JetStreamManager } from '@nats-io/jetstream';
import { acknowledgeGhosts } from './ghosts.js';

/** A stream that has deleted 3, 4, 6, 9 and 12, and a consumer that has delivered 4 to 10 and holds some of them. */
const DELETED = [3, 4, 6, 9, 12];

async function acknowledged(held: number, count = DELETED.length): Promise<{ acks: string[]; lists: number }> {
  const info = { num_ack_pending: held, ack_floor: { stream_seq: 3 }, delivered: { stream_seq: 10 } };
  const lists = jest.fn();
  const streams = {
    info: (_: string, asked?: object) => {
      if (asked) lists();
      return Promise.resolve({ state: { num_deleted: count, ...(asked && { deleted: DELETED }) } });
    },
  };
  const acks: string[] = [];
  const connection = {
    publish: (subject: string, payload: unknown) => void acks.push(`${subject} ${String(payload)}`),
  };
  const manager = { consumers: { info: () => Promise.resolve(info) }, streams } as unknown as JetStreamManager;
  await acknowledgeGhosts(connection, manager);
  return { acks, lists: lists.mock.calls.length };
}

describe('acknowledgeGhosts', () => {
  it('acknowledges what was delivered and not acknowledged, and is deleted: neither what is older nor what is newer', async () => {
    const numbers = (await acknowledged(5)).acks;
    expect(numbers).toEqual([4, 6, 9].map((n) => `$JS.ACK.WEIR.weir-ingest.1.${n}.0.0.0 +ACK`));
  });

  it('asks for no list where nothing is held or deleted, or where it would be too long', async () => {
    const nothing = { acks: [], lists: 0 };
    expect([await acknowledged(0), await acknowledged(5, 0), await acknowledged(5, 1_000_001)]).toEqual([
      nothing,
      nothing,
      nothing,
    ]);
  });
});

import { describe, expect, it, jest } from '@jest/globals';
import type { Msg } from '@nats-io/transport-node';
import { SENT_HEADER } from '@weir/model';
import { deliveryOf, receivedMsOf } from './delivery.js';

const REPLY = '$JS.ACK.WEIR.weir-ingest.1.7.7.1700000000123456789.0';

function message(sent?: string): Msg & { readonly respond: jest.Mock } {
  const headers = { get: (name: string) => (name === SENT_HEADER ? (sent ?? '') : '') };
  return { subject: 'weir.v1.traffic.x', data: new Uint8Array(), reply: REPLY, headers, respond: jest.fn() } as never;
}

describe('receivedMsOf', () => {
  it.each([REPLY, '$JS.ACK._.hash.WEIR.weir-ingest.1.7.7.1700000000123456789.0.token'])('reads %s', (reply) => {
    expect(receivedMsOf(reply)).toBe(1_700_000_000_123);
  });

  it.each(['', '_INBOX.abc', 'a.b.c.d.e.f.g.h.i'])('does not take “%s” for one', (reply) => {
    expect(() => receivedMsOf(reply)).toThrow(/not a subject/);
  });
});

describe('deliveryOf', () => {
  const done = jest.fn();

  it('reads when the agent sent it, where it says so in ms', () => {
    const sentOf = (sent?: string): number | null => deliveryOf(message(sent), done).arrival.sentMs;
    expect(['1700000000100', undefined, 'soon', '1e3', '-5', '9'.repeat(16)].map(sentOf)).toEqual([
      1_700_000_000_100,
      ...Array.from({ length: 5 }, () => null),
    ]);
  });

  it('keeps what cannot be decoded as refused, and acknowledges it like any other', () => {
    const delivered = message();
    const delivery = deliveryOf(delivered, done);
    expect(delivery.arrival.content).toMatchObject({ kind: 'refused', of: 'unknown' });
    delivery.keep();
    expect([delivered.respond.mock.calls, done.mock.calls]).toEqual([[['+WPI']], []]);
    delivery.acknowledge();
    expect(delivered.respond).toHaveBeenLastCalledWith('+ACK');
    expect(done).toHaveBeenCalledTimes(1);
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Msg, MsgCallback, NatsConnection } from '@nats-io/transport-node';
import { pull, type Pulled } from './pull.js';

const LIMITS = { messages: 3, bytes: 1_000 };

describe('pull', () => {
  let inbox: string;
  let answer: MsgCallback<Msg>;
  const unsubscribe = jest.fn();
  const asked: { subject: string; request: Record<string, unknown>; reply: string | undefined }[] = [];
  const connection = {
    subscribe: (subject: string, options: { callback: MsgCallback<Msg> }) => {
      inbox = subject;
      answer = options.callback;
      // What is on its way comes before a drain is through.
      return { unsubscribe, drain: () => Promise.resolve().then(() => deliver(9)) };
    },
    publish: (subject: string, payload: string, options?: { reply?: string }) => {
      asked.push({ subject, request: JSON.parse(payload) as Record<string, unknown>, reply: options?.reply });
    },
  } as unknown as NatsConnection;

  const received: number[] = [];
  const start = (ends: readonly AbortSignal[] = []): Promise<Pulled> =>
    pull(connection, LIMITS, ({ sid }) => received.push(sid), ends);
  const deliver = (sid: number): void => void answer(null, { subject: 'weir.v1.traffic.x', sid } as Msg);
  const tell = (code: number, description = ''): void =>
    void answer(null, { subject: inbox, headers: { code, description } } as Msg);

  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
    asked.length = 0;
    received.length = 0;
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks for so many messages of so many bytes, hands over what comes, and ends when it is all', async () => {
    const pulled = start();
    expect(asked).toEqual([
      {
        subject: '$JS.API.CONSUMER.MSG.NEXT.WEIR.weir-ingest',
        request: { batch: 3, max_bytes: 1_000, expires: 20e9, idle_heartbeat: 10e9 },
        reply: inbox,
      },
    ]);
    for (const sid of [1, 2, 3]) deliver(sid);
    expect(await pulled).toEqual({ messages: 3, isFull: false });
    expect(received).toEqual([1, 2, 3]);
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });

  it.each([
    [408, 'Request Timeout', false],
    [404, 'No Messages', false],
    [409, 'Batch Completed', false],
    [409, 'Message Size Exceeds MaxBytes', true],
  ])('ends when the server says %i %s', async (code, description, isFull) => {
    const pulled = start();
    deliver(1);
    tell(code, description);
    expect(await pulled).toEqual({ messages: 1, isFull });
  });

  it.each([
    [409, 'Consumer Deleted'],
    [503, 'No Responders'],
    [400, 'Bad Request'],
  ])('fails when the server says %i %s', async (code, description) => {
    const pulled = start();
    tell(code, description);
    await expect(pulled).rejects.toThrow(description);
    expect(unsubscribe).toHaveBeenCalledTimes(1);
  });

  it('fails when the server says nothing any more, not while it says that it is there', async () => {
    const pulled = start();
    const failed = expect(pulled).rejects.toThrow('does not answer');
    for (let beat = 0; beat < 10; beat++) {
      jest.advanceTimersByTime(20_000);
      tell(100, 'Idle Heartbeat');
    }
    jest.advanceTimersByTime(24_000);
    deliver(1);
    expect(received).toEqual([1]);
    jest.advanceTimersByTime(25_000);
    await failed;
  });

  it('ends when told to, with what is on its way', async () => {
    const stop = new AbortController();
    const pulled = start([new AbortController().signal, stop.signal]);
    deliver(1);
    stop.abort();
    expect(await pulled).toEqual({ messages: 2, isFull: false });
    expect(received).toEqual([1, 9]);
    await start([stop.signal]);
    expect(asked).toHaveLength(1);
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { MemorySegments } from './segments.js';
import { Sender } from './sender.js';
import { appendNumber } from './spool.fixture.js';
import { Spool } from './spool.js';
import { MemoryTransport } from './transport.fixture.js';
import type { PublishOutcome } from './transport.js';

const host = '6a1c3a52-2b4e-4c8e-9f57-0d0c8a4a8c11';
const refusal: PublishOutcome = { ok: false, kind: 'stream-refuses', text: 'maximum bytes exceeded' };

describe('the sender', () => {
  let spool: Spool;
  let transport: MemoryTransport;
  let sender: Sender;
  const log = { info: jest.fn(), warn: jest.fn() };
  const append = (from: number, to: number): void => {
    for (let number = from; number <= to; number += 1) appendNumber(spool, number);
    sender.pump();
  };
  const settle = (ms = 0): Promise<void> => jest.advanceTimersByTimeAsync(ms).then(() => undefined);

  beforeEach(() => {
    jest.useFakeTimers();
    log.info.mockReset();
    log.warn.mockReset();
    spool = new Spool(new MemorySegments(), { segmentBytes: 1e6, maxBytes: 1e7 });
    transport = new MemoryTransport();
    sender = new Sender(host, spool, transport, log);
    sender.start();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('sends what was spooled while NATS was absent, in order, once it is there', async () => {
    append(1, 200);
    await settle();
    expect(transport.attempts).toEqual([]);
    transport.connect();
    await settle();
    expect(transport.attempts).toEqual(Array.from({ length: 200 }, (_, index) => `run-${index + 1}`));
    expect(transport.stored.get('run-7')).toMatchObject({ subject: `weir.v1.traffic.${host}` });
    expect(spool.pendingCount).toBe(0);
    expect(sender.counts().published).toBe(200);
  });

  it('has only so many messages under way', async () => {
    transport.answer = () => new Promise(() => undefined);
    transport.connect();
    append(1, 200);
    await settle();
    expect(transport.attempts).toHaveLength(64);
  });

  it('tries again until the stream takes it, less and less often, and says so once', async () => {
    transport.answer = () => refusal;
    transport.connect();
    append(1, 1);
    await settle(60_000);
    const tries = transport.attempts.length;
    expect(tries).toBeGreaterThan(10);
    expect(tries).toBeLessThan(20);
    expect(log.warn).toHaveBeenCalledTimes(1);
    expect(spool.pendingCount).toBe(1);
    transport.answer = () => ({ ok: true });
    await settle(5_000);
    expect(spool.pendingCount).toBe(0);
    expect(log.info).toHaveBeenCalledTimes(1);
    expect(sender.counts().failures.get('stream-refuses')).toBe(tries);
  });

  it('begins again with the oldest, under the same ids', async () => {
    transport.connect();
    transport.answer = ({ id }) => (id === 'run-1' ? refusal : { ok: true });
    append(1, 3);
    await settle();
    expect([...spool.pendingIds()]).toEqual(['run-1']);
    transport.answer = () => ({ ok: true });
    await settle(1_000);
    expect(transport.attempts).toEqual(['run-1', 'run-2', 'run-3', 'run-1']);
  });

  it('sends what is new once while it waits, up to a window of it, and is back soon after one of it was taken', async () => {
    transport.answer = () => refusal;
    transport.connect();
    append(1, 1);
    await settle(10_000);
    const before = transport.attempts.length;
    for (let number = 2; number <= 100; number += 1) append(number, number);
    await settle();
    expect(transport.attempts.slice(before)).toEqual(Array.from({ length: 63 }, (_, index) => `run-${index + 2}`));
    transport.answer = () => ({ ok: true });
    await settle(10_000);
    expect(spool.pendingCount).toBe(0);
    transport.answer = () => refusal;
    append(101, 101);
    await settle(10_000);
    transport.answer = () => ({ ok: true });
    append(102, 102);
    await settle(300);
    expect(spool.pendingCount).toBe(0);
  });

  it('sends no rubbish where the spool cannot be read back, but the others', async () => {
    append(1, 4);
    const payload = spool.payload.bind(spool);
    jest.spyOn(spool, 'payload').mockImplementation((id) => {
      if (id === 'run-1' || id === 'run-3') throw new Error('the file ends before');
      return payload(id);
    });
    transport.connect();
    await settle(60_000);
    expect(transport.attempts).toEqual(['run-2', 'run-4']);
    expect(sender.counts().failures.get('unreadable')).toBe(2);
    expect(log.warn).toHaveBeenCalledTimes(1);
  });

  it('sends nothing of which it could not be kept that it was sent, and tries again', async () => {
    append(1, 4);
    const hand = jest.spyOn(spool, 'hand').mockReturnValue({ ok: false, reason: 'EROFS: read-only file system' });
    transport.connect();
    await settle(1_000);
    expect(transport.attempts).toEqual([]);
    expect(sender.counts().failures.get('unmarked')).toBeLessThan(5);
    expect(log.warn).toHaveBeenCalledTimes(1);
    hand.mockRestore();
    await settle(5_000);
    expect(spool.pendingCount).toBe(0);
  });

  it('sends what could not be marked once also while it waits, as soon as it can be', async () => {
    transport.answer = () => refusal;
    transport.connect();
    append(1, 1);
    await settle(10_000);
    const before = transport.attempts.length;
    const hand = jest.spyOn(spool, 'hand').mockReturnValue({ ok: false, reason: 'ENOSPC: no space left on device' });
    append(2, 2);
    append(3, 3);
    hand.mockRestore();
    append(4, 4);
    await settle();
    expect(sender.counts().failures.get('unmarked')).toBe(2);
    expect(transport.attempts.slice(before)).toEqual(['run-2', 'run-3', 'run-4']);
  });

  it('goes on at once when the connection is back', async () => {
    transport.connect();
    transport.disconnect();
    append(1, 1);
    transport.connected = true;
    transport.answer = () => ({ ok: false, kind: 'disconnected', text: 'lost' });
    append(2, 2);
    await settle();
    expect(log.warn).not.toHaveBeenCalled();
    transport.answer = () => ({ ok: true });
    transport.connect();
    await settle();
    expect(spool.pendingCount).toBe(0);
  });

  it('sends the newest inventory until it is stored, and no older one', async () => {
    sender.offerInventory([{ id: 'run-i1', payload: '{"rev":1}' }]);
    sender.offerInventory([{ id: 'run-i2', payload: '{"rev":2}' }]);
    transport.answer = () => refusal;
    transport.connect();
    await settle(1_000);
    transport.answer = () => ({ ok: true });
    await settle(5_000);
    expect(transport.messages('inventory')).toEqual([{ rev: 2 }]);
    const attempts = transport.attempts.length;
    sender.pump();
    await settle();
    expect(transport.attempts).toHaveLength(attempts);
  });

  it('does not mistake an old inventory’s acknowledgement for the new one’s', async () => {
    let acknowledge: (outcome: PublishOutcome) => void = () => undefined;
    transport.answer = ({ id }) => (id === 'run-i1' ? new Promise((resolve) => (acknowledge = resolve)) : refusal);
    transport.connect();
    sender.offerInventory([{ id: 'run-i1', payload: '{"rev":1}' }]);
    sender.offerInventory([{ id: 'run-i2', payload: '{"rev":2}' }]);
    acknowledge({ ok: true });
    await settle();
    transport.answer = () => ({ ok: true });
    await settle(5_000);
    expect(transport.messages('inventory')).toEqual([{ rev: 1 }, { rev: 2 }]);
  });

  it('waits at its end for what is under way, but not for ever', async () => {
    transport.connect();
    transport.answer = () => refusal;
    append(1, 1);
    const finished = sender.finish(1_500);
    await settle(1_600);
    await finished;
    expect(transport.closed).toBe(true);
    expect(spool.pendingCount).toBe(1);
    sender.pump();
    await settle(10_000);
    expect(transport.attempts.length).toBeLessThan(6);
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import { controlSubjectOf, decodeControl } from '@weir/model';
import type { NatsLink } from '../nats/nats-link.js';
import { FocusLeases, MAX_FOCUSED_HOSTS } from './focus-leases.js';

const hostOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

describe('FocusLeases', () => {
  let leases: FocusLeases;
  let sent: [subject: string, payload: string][];
  let link: { isUp: boolean; connected(): Promise<NatsConnection> };
  const publish = (subject: string, payload: string): unknown => sent.push([subject, payload]);

  beforeEach(async () => {
    jest.useFakeTimers();
    sent = [];
    link = { isUp: true, connected: () => Promise.resolve({ publish } as unknown as NatsConnection) };
    leases = new FocusLeases(link as NatsLink);
    await jest.advanceTimersByTimeAsync(0);
  });

  afterEach(() => {
    leases.onModuleDestroy();
    jest.useRealTimers();
  });

  it('ask a host at once, and again before the lease ends, in a way that agents take', () => {
    leases.hold(hostOf(1));
    jest.advanceTimersByTime(8_000);
    expect(sent.map(([subject]) => subject)).toEqual(Array.from({ length: 3 }, () => controlSubjectOf(hostOf(1))));
    const decoded = decodeControl(sent[0]?.[1] ?? '');
    expect(decoded).toMatchObject({ ok: true, value: { host: hostOf(1), focus: { intervalMs: 250 }, peers: null } });
    expect(decoded.ok && (decoded.value.focus?.forMs ?? 0)).toBeGreaterThan(3 * 4_000);
  });

  it('last as long as anybody looks, who leaves once only', () => {
    const [one, other] = [leases.hold(hostOf(1)), leases.hold(hostOf(1))];
    one();
    one();
    sent = [];
    jest.advanceTimersByTime(4_000);
    expect(sent).toHaveLength(1);
    other();
    jest.advanceTimersByTime(60_000);
    expect(sent).toHaveLength(1);
  });

  it('leave nothing for later while NATS is away', () => {
    link.isUp = false;
    leases.hold(hostOf(1));
    jest.advanceTimersByTime(4_000);
    expect(sent).toEqual([]);
    link.isUp = true;
    jest.advanceTimersByTime(4_000);
    expect(sent).toHaveLength(1);
  });

  it('are held on a bounded number of hosts', () => {
    const holds = Array.from({ length: MAX_FOCUSED_HOSTS }, (_, number) => leases.hold(hostOf(number)));
    expect([leases.hasRoomFor(hostOf(0)), leases.hasRoomFor(hostOf(99))]).toEqual([true, false]);
    holds[3]?.();
    expect(leases.hasRoomFor(hostOf(99))).toBe(true);
  });
});

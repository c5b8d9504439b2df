import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Peer } from '@weir/model';
import { Latency, type LatencyOptions } from './latency.js';
import type { ConnectOutcome } from './tcp-connect.js';

const peer = (number: number, more: Partial<Peer> = {}): Peer => ({
  host: `00000000-0000-4000-8000-00000000000${number}`,
  address: `192.0.2.${number}`,
  port: 7,
  ...more,
});

describe('latency', () => {
  let nowMs: number;
  const roundTripMs = jest.fn<LatencyOptions['roundTripMs']>();
  const connect = jest.fn<NonNullable<LatencyOptions['connect']>>();
  let latency: Latency;
  beforeEach(() => {
    nowMs = 0;
    roundTripMs.mockReset().mockResolvedValue(0.123456);
    connect.mockReset().mockImplementation(async (address) => ({ ms: Number(address.slice(-1)), outcome: 'refused' }));
    latency = new Latency({ roundTripMs, connect, monotonicMs: () => nowMs });
  });

  async function turns(count: number): Promise<void> {
    for (let turn = 0; turn < count; turn += 1) {
      await latency.next();
      nowMs += 1_000;
    }
  }

  it('is unknown before the first measurement', async () => {
    expect(latency.latest()).toBeNull();
    await turns(1);
    expect(latency.latest()).toEqual({ natsMs: 0.123, peers: [] });
  });

  it('is measured to NATS and each peer once in ten turns, one thing a turn', async () => {
    latency.setPeers([1, 2, 3, 4, 5, 6, 7, 8].map((number) => peer(number)));
    await turns(30);
    expect(roundTripMs).toHaveBeenCalledTimes(3);
    expect(connect).toHaveBeenCalledTimes(24);
    expect(connect.mock.calls[0]).toEqual(['192.0.2.1', 7, 2_000]);
    expect(latency.latest()?.peers.map(({ host, ms }) => [host.slice(-1), ms])).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8].map((number) => [String(number), number]),
    );
  });

  it('says of a peer that does not answer that it is filtered, and of NATS that is away nothing', async () => {
    connect.mockResolvedValue({ ms: null, outcome: 'filtered' });
    latency.setPeers([peer(1)]);
    await turns(10);
    roundTripMs.mockResolvedValue(null);
    await turns(1);
    expect(latency.latest()).toEqual({
      natsMs: null,
      peers: [{ host: peer(1).host, ms: null, outcome: 'filtered' }],
    });
    expect(latency.report()).toMatchObject({ name: 'latency', failure: null });
  });

  it('keeps what it knows of peers that are named again, and forgets the others', async () => {
    latency.setPeers([peer(1), peer(2), peer(3)]);
    await turns(10);
    latency.setPeers([peer(3), peer(1, { address: '192.0.2.9' }), peer(4)]);
    expect(latency.latest()?.peers.map(({ host }) => host)).toEqual([peer(3).host]);
  });

  it('drops the answer of a peer that is no longer asked for', async () => {
    let answer: (outcome: ConnectOutcome) => void = () => undefined;
    connect.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    latency.setPeers([peer(1)]);
    await turns(1);
    const measuring = latency.next();
    latency.setPeers([peer(2)]);
    answer({ ms: 1, outcome: 'accepted' });
    await measuring;
    expect(latency.latest()?.peers).toEqual([]);
  });

  it('is measured no faster when peers are named all the time', async () => {
    for (let second = 0; second < 100; second += 1) {
      for (const number of [1, 2, 3]) latency.setPeers([peer(number), peer(9)]);
      await turns(1);
    }
    expect(connect).toHaveBeenCalledTimes(20);
  });

  it('ends to peers that nobody has named for 10 minutes', async () => {
    latency.setPeers([peer(1)]);
    await turns(600);
    expect(connect).toHaveBeenCalledTimes(60);
    await turns(100);
    expect(connect).toHaveBeenCalledTimes(60);
    expect(latency.latest()?.peers).toEqual([]);
  });

  it('survives what nobody expected, and says so', async () => {
    roundTripMs.mockRejectedValue(new Error('surprise'));
    await turns(1);
    expect(latency.report().failure).toBe('surprise');
    expect(latency.latest()).toBeNull();
    roundTripMs.mockResolvedValue(2);
    await turns(10);
    expect(latency.report().failure).toBeNull();
    expect(latency.latest()?.natsMs).toBe(2);
  });
});

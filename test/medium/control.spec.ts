import { execFileSync } from 'node:child_process';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import {
  controlSubjectOf,
  type ControlMessage,
  decodeControl,
  decodeState,
  decodeTraffic,
  encodeControl,
  encodeInventory,
  encodeTraffic,
  type Focus,
  type LatencyState,
  subjectOf,
  type TrafficMessage,
} from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { eventually } from '../support/eventually.js';
import { asTexts, createPeerLink, kernelCounters, type PeerLink } from '../support/link.js';
import { describeIf, natsServer, root } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';
import { eight, FakeAgent, inventoryOf } from './store/fake-agent.js';

const BYTES_PER_SECOND = 2_000_000;
/** Routed to the peer, who does not know it: nothing answers. */
const NOWHERE = '192.0.2.1';
const LIVE = 'subscription { traffic { hostId at milliseconds part } }';
const SERIES = `query ($input: SeriesInput!) { series(input: $input) { series { columns } } }`;

describeIf([root, natsServer], 'what the aggregator asks of an agent', () => {
  let stack: Stack;
  let link: PeerLink;
  let nats: NatsConnection;
  let host: string;
  const ticks: TrafficMessage[] = [];
  let latency: LatencyState | null = null;
  let asked: ControlMessage | null = null;

  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
  const lease = (focus: Focus): void =>
    nats.publish(controlSubjectOf(host), encodeControl({ v: 1, host, focus, peers: null }));
  const listen = (subject: string, received: (payload: Uint8Array) => void): void =>
    void nats.subscribe(subject, { callback: (error, message) => void (error ?? received(message.data)) });

  beforeAll(async () => {
    stack = await startStack();
    link = createPeerLink();
    execFileSync('ip', ['route', 'add', NOWHERE, 'dev', link.interface]);
    host = await stack.hostId();
    nats = await connect({ servers: stack.nats.url });
    listen(subjectOf('traffic', host), (payload) => {
      const decoded = decodeTraffic(payload);
      if (decoded.ok && decoded.value.part === 0) ticks.push(decoded.value);
    });
    listen(subjectOf('state', host), (payload) => {
      const decoded = decodeState(payload);
      if (decoded.ok && decoded.value.latency) latency = decoded.value.latency;
    });
    listen(controlSubjectOf(host), (payload) => {
      const decoded = decodeControl(payload);
      if (decoded.ok && decoded.value.peers) asked = decoded.value;
    });
  });

  afterAll(async () => {
    link?.remove();
    await nats?.close();
    await stack?.stop();
  });

  it('is to sample four times a second for a while: stored to the byte, drawn live and from the store', async () => {
    const netId = await stack.interfaceId(link.interface);
    const client = createClient({ url: `${stack.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    const live: { at: number; milliseconds: number }[] = [];
    const end = client.subscribe<{ traffic: { at: number; milliseconds: number; part: number } }>(
      { query: LIVE },
      {
        next: ({ data }) => void (data?.traffic.part === 0 && live.push(data.traffic)),
        error: () => undefined,
        complete: () => undefined,
      },
    );
    const endTraffic = await link.receiveSteadily(BYTES_PER_SECOND);
    await sleep(2_500);
    const fromMs = Date.now();
    lease({ forMs: 3_000, intervalMs: 250 });
    await sleep(2_000);
    lease({ forMs: 4_000, intervalMs: 250 });
    const untilMs = fromMs + 6_000;
    await sleep(6_000);
    await endTraffic();
    await sleep(2_500);
    end();
    await client.dispose();

    const within = (from: number, until: number) => (tick: { at: number }) => tick.at > from && tick.at <= until;
    const focused = ticks.filter(within(fromMs + 500, untilMs));
    const after = ticks.filter(within(untilMs + 1_250, Infinity));
    expect(focused.length).toBeGreaterThanOrEqual(20);
    expect(focused.length).toBeLessThanOrEqual(23);
    expect(median(focused.map(({ ms }) => ms))).toBeGreaterThan(240);
    expect(median(focused.map(({ ms }) => ms))).toBeLessThan(260);
    expect(median(focused.map(({ at }) => at % 250))).toBeLessThan(50);
    expect(Math.min(...after.map(({ ms }) => ms))).toBeGreaterThan(800);
    expect(after.length).toBeGreaterThanOrEqual(1);

    // Live: each of them, as it came.
    expect(live.filter(within(fromMs + 500, untilMs)).map(({ at, milliseconds }) => [at, milliseconds])).toEqual(
      focused.map(({ at, ms }) => [at, ms]),
    );
    await eventually('all is stored', async () => {
      expect(await stack.storedSums(netId)).toEqual(asTexts(kernelCounters(link.interface)));
    });
    expect(await stack.longestGapMs(new Date(fromMs - 2_000))).toBeLessThanOrEqual(1);

    // From the store: every second of it, at the rate that the peer sent.
    const seconds = { from: new Date(fromMs + 1_000), to: new Date(untilMs - 1_000) };
    const input = { interfaces: [netId], ...seconds };
    const { series } = await stack.graphql<{
      series: { series: { columns: { rxBytesPerSecond: (number | null)[] } }[] };
    }>(SERIES, { input });
    const rates = series.series[0]?.columns.rxBytesPerSecond ?? [];
    expect(rates.length).toBeGreaterThanOrEqual(4);
    for (const rate of rates) expect(Math.abs((rate ?? 0) / BYTES_PER_SECOND - 1)).toBeLessThan(0.3);
  });

  it('is to measure how far other hosts are: those that are named, by their uplinks’ addresses', async () => {
    const others = [new FakeAgent(), new FakeAgent()];
    const [near, gone] = others as [FakeAgent, FakeAgent];
    const addresses = new Map([
      [near.host, ['127.0.0.1', 'fe80::1', link.address]],
      [gone.host, ['169.254.0.1', NOWHERE]],
    ]);
    await eventually('they are named', () => {
      for (const other of others) {
        const inventory = inventoryOf(other.host, Date.now(), ['host/eth0']);
        const interfaces = inventory.interfaces.map((each) => ({
          ...each,
          addresses: addresses.get(other.host) ?? [],
        }));
        nats.publish(
          subjectOf('traffic', other.host),
          encodeTraffic(other.tick(Date.now(), { 'host/eth0': eight(1) })),
        );
        nats.publish(subjectOf('inventory', other.host), encodeInventory({ ...inventory, interfaces }));
      }
      const named = new Map(asked?.peers?.map((peer) => [peer.host, `${peer.address} ${peer.port}`]));
      expect(named).toEqual(
        new Map([
          [near.host, `${link.address} 7`],
          [gone.host, `${NOWHERE} 7`],
        ]),
      );
    });
    await eventually(
      'they are measured',
      () => {
        const peers = new Map(latency?.peers.map((peer) => [peer.host, peer]));
        expect(peers.get(near.host)).toMatchObject({ outcome: 'refused', ms: expect.any(Number) });
        expect(peers.get(gone.host)).toMatchObject({ outcome: 'filtered', ms: null });
        expect(latency?.natsMs).toBeGreaterThan(0);
      },
      40_000,
    );
    expect(latency?.peers.find((peer) => peer.host === near.host)?.ms).toBeLessThan(50);
    expect(latency?.natsMs).toBeLessThan(50);
  });

  it('is refused where it is no such thing, and counting goes on', async () => {
    for (const rubbish of [
      '',
      '{',
      '{"v":1}',
      encodeControl({ v: 1, host: new FakeAgent().host, focus: { forMs: 60_000, intervalMs: 250 }, peers: null }),
    ]) {
      nats.publish(controlSubjectOf(host), rubbish);
    }
    await stack.agent.waitForLog(/refused a control message/);
    const before = ticks.length;
    await sleep(3_000);
    expect(ticks.length - before).toBeGreaterThanOrEqual(2);
    expect(ticks.length - before).toBeLessThanOrEqual(4);
    expect(stack.agent.log().match(/refused a control message/g)).toHaveLength(1);
  });
});

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}

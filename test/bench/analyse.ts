import { randomUUID } from 'node:crypto';
import { decodeTraffic, encodeTraffic, KeyMemory, perCounter, type TrafficMessage } from '@weir/model';
import { HostAnalysis } from '../../apps/aggregator/src/analyse/runner/host-analysis.js';
import { HostLine } from '../../apps/aggregator/src/analyse/runner/host-line.js';
import { MOST_SHARE, type Pace, PACES } from '../../apps/aggregator/src/analyse/runner/thinning.js';
import type { AnalysedHost, AnalysedInterface } from '../../apps/aggregator/src/store/patterns/analysed-hosts.js';
import { announce, quick, report } from './report.js';
import { randomOf } from '../support/fuzz/random.js';

const HOSTS = quick ? 200 : 1_000;
/** Besides an uplink and a bridge: each with a veth on the host, which counts the same. */
const CONTAINERS = 24;
const INTERFACES = 2 + 2 * CONTAINERS;
const FLEET = 50_000;
/** Until what is usual is known: minutes are learnt from this on. */
const WARM_TICKS = quick ? 130 : 150;
const WARM_TICK_MS = 10_000;
/** Samples are of ten of them: each interface is looked at as often as another. */
const TICKS = quick ? 40 : 60;
/** Another length of samples is believed after some of them. */
const SETTLING_TICKS = 12;
const BEGINS_MS = Date.UTC(2026, 0, 5, 8);
const random = randomOf(1);

announce(`The analysis of ${HOSTS} hosts of ${INTERFACES} interfaces that all move, message by message.`);
const hosts = Array.from({ length: HOSTS }, (_, index) => makeHost(index + 1));
globalThis.gc?.();
const before = memoryBytes();
const lines = hosts.map(({ host }) => new HostLine(new HostAnalysis(host, PACES[0] as Pace)));
for (const line of lines) line.goLive(BEGINS_MS);
const keys = new KeyMemory();
let atMs = BEGINS_MS;
let seq = 0;
for (let tick = 0; tick < WARM_TICKS; tick++) takeAll(payloadsOf(WARM_TICK_MS));
const heldBytes = memoryBytes() - before;
const analysed = lines.reduce((sum, { analysis }) => sum + analysis.seriesCount, 0);

const usual = measure();
const decodeOnly = measureDecoding();
keep(PACES[1] as Pace);
const thinned = measure();
keep({ uplinkMs: 1_000, otherMs: 1_000 });
const eachSecond = measure();
const share = (usual.microseconds * FLEET) / 1e6;
console.log(
  `\n${FLEET} interfaces at one sample a second take ${(share * 100).toFixed(0)} % of a core; more than ${MOST_SHARE * 100} % is thinned: then other interfaces than uplinks are looked at every 30 s instead of every 10 s.\n`,
);
report('analyse', {
  interfaces: HOSTS * INTERFACES,
  analysed,
  'CPU, µs a row': round(usual.microseconds, 2),
  'of these decoding, µs': round(decodeOnly, 2),
  'share of a core, 50,000 at 1 Hz': round(share, 3),
  'share of a core, each looked at every second': round((eachSecond.microseconds * FLEET) / 1e6, 3),
  'share of a core, thinned': round((thinned.microseconds * FLEET) / 1e6, 3),
  'lag when all come at once, ms, p95': round(usual.p95Ms, 0),
  'memory, kB an interface analysed': round(heldBytes / analysed / 1_000, 1),
  'memory, MB, 50,000 interfaces': round(((heldBytes / (HOSTS * INTERFACES)) * FLEET) / 1e6, 0),
});

function keep(pace: Pace): void {
  for (const { analysis } of lines) analysis.keep(pace);
  for (let tick = 0; tick < SETTLING_TICKS; tick++) takeAll(payloadsOf(1_000));
}

interface Cost {
  readonly microseconds: number;
  /** What the last of all hosts waits for when all tell at once. */
  readonly p95Ms: number;
}

function measure(): Cost {
  let spent = 0;
  const ticksMs: number[] = [];
  for (let tick = 0; tick < TICKS; tick++) {
    const payloads = payloadsOf(1_000);
    const used = cpuOf(() => takeAll(payloads));
    spent += used;
    ticksMs.push(used / 1_000);
  }
  ticksMs.sort((one, other) => one - other);
  return { microseconds: spent / (TICKS * HOSTS * INTERFACES), p95Ms: ticksMs[Math.floor(TICKS * 0.95)] ?? NaN };
}

function measureDecoding(): number {
  const payloads = payloadsOf(1_000);
  const used = cpuOf(() => {
    for (let time = 0; time < 5; time++) for (const payload of payloads) decodeTraffic(payload, keys);
  });
  return used / (5 * HOSTS * INTERFACES);
}

/** µs of CPU. */
function cpuOf(work: () => void): number {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return user + system;
}

function takeAll(payloads: readonly Uint8Array[]): void {
  payloads.forEach((payload, index) => {
    const decoded = decodeTraffic(payload, keys);
    if (decoded.ok) lines[index]?.take(decoded.value, decoded.value.at, atMs);
  });
}

/** What all hosts tell of one interval. */
function payloadsOf(ms: number): Uint8Array[] {
  atMs += ms;
  seq += 1;
  const encoder = new TextEncoder();
  return hosts.map(({ host, keys: all, bytes }) => {
    const columns = perCounter((_, counter) =>
      bytes.map((rate) =>
        counter > 3 ? 0 : Math.round(((rate * ms) / 1e3 / (counter > 1 ? 700 : 1)) * (0.9 + 0.2 * random.next())),
      ),
    );
    const message: TrafficMessage = {
      ...{ v: 1, host: host.id, boot: 'boot', run: 'run', seq, part: 0, at: atMs, ms, keys: all, unread: [], columns },
      ...{ base: new Map(), resets: [] },
    };
    return encoder.encode(encodeTraffic(message));
  });
}

interface MadeHost {
  readonly host: AnalysedHost;
  readonly keys: readonly string[];
  readonly bytes: readonly number[];
}

function makeHost(hostId: number): MadeHost {
  const id = randomUUID();
  const plain = (index: number, key: string, more: Partial<AnalysedInterface>): AnalysedInterface => ({
    ...{
      seriesId: hostId * INTERFACES + index,
      hostId,
      netId: `${hostId}-${index}`,
      key,
      name: key.split('/')[1] ?? '',
    },
    ...{
      class: null,
      isUplink: false,
      networkId: 'net',
      namespace: null,
      master: null,
      speedBitsPerSecond: null,
      isSpeedSet: false,
    },
    ...more,
  });
  const interfaces = [
    plain(0, 'host/eth0', { class: 'uplink', isUplink: true, networkId: null, speedBitsPerSecond: 1e10 }),
    plain(1, 'host/br-net', { class: 'bridge' }),
  ];
  for (let container = 0; container < CONTAINERS; container++) {
    const namespace = String(4_026_532_000 + container);
    interfaces.push(plain(2 + 2 * container, `host/veth${container}`, { class: 'veth', master: 'br-net' }));
    interfaces.push(plain(3 + 2 * container, `${namespace}/eth0`, { class: 'container', namespace }));
  }
  const host = { hostId, id, name: `host-${hostId}`, firstMs: BEGINS_MS, revision: '1', interfaces };
  return {
    host: { ...host, containers: [], networks: [] },
    keys: interfaces.map(({ key }) => key),
    bytes: interfaces.map(() => 1e4 * (1 + 99 * random.next())),
  };
}

function memoryBytes(): number {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}

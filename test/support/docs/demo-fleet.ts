import { connect, type NatsConnection } from '@nats-io/transport-node';
import { encodeEvent, subjectOf } from '@weir/model';
import { startFleetProcess } from '../../fleet/simulated/child.js';
import { SimulatedHost } from '../../fleet/simulated/host.js';
import { planHost } from '../../fleet/simulated/plan.js';
import { Publisher } from '../../fleet/simulated/publisher.js';
import { stopLater } from '../reaper.js';

/** The first ten hosts of `npm run demo`, with their ids. */
const FLEET = { seed: 1, hosts: 10, seriesPerHost: 20, isIdleAtTimes: true };
/** One of the demo's that is not among them. */
const SILENT_INDEX = 10;
const MINUTE_MS = 60_000;
/** What lies behind comes in five minutes, and the last of it second by second, with states. */
const IN_FIVE_MINUTES_MS = 15 * 60 * MINUTE_MS;
const IN_SECONDS_MS = 2 * MINUTE_MS;

/** Hosts that tick while examples are run. */
export interface DemoFleet {
  readonly hosts: number;
  /** A host that no example speaks of. */
  readonly otherHostId: string;
  /** Whether all that lies behind is published. */
  hasCaughtUp(): boolean;
  /** A host that told something an hour ago, and nothing since; each time as another life of its agent. */
  tellSilentHost(): Promise<void>;
  /** Has something change on a host, as its agent would tell it. */
  changeSomething(): void;
}

/** Publishes what lies behind, then goes on second by second until the end of the test file. */
export async function startDemoFleet(natsUrl: string): Promise<DemoFleet> {
  const nowMs = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
  const secondsFromMs = nowMs - IN_SECONDS_MS;
  const fleet = startFleetProcess({
    natsUrl,
    fleet: FLEET,
    agents: { life: 'docs', fromMs: secondsFromMs - IN_FIVE_MINUTES_MS, hasHistory: true, hasStates: true },
    untilMs: null,
    merged: [{ untilMs: secondsFromMs, seconds: 300 }],
  });
  const connection = await connect({ servers: natsUrl });
  stopLater(() => connection.close());
  const otherHostId = planHost(FLEET, 0).id;
  let lives = 0;
  return {
    hosts: FLEET.hosts,
    otherHostId,
    hasCaughtUp: () => (fleet.progress()?.atMs ?? 0) > nowMs,
    tellSilentHost: () => tellSilentHost(connection, nowMs - 60 * MINUTE_MS, (lives += 1)),
    changeSomething: () => changeSomething(connection, otherHostId),
  };
}

async function tellSilentHost(connection: NatsConnection, fromMs: number, life: number): Promise<void> {
  const agent = { life: `silent ${life}`, fromMs: fromMs + life * MINUTE_MS, hasHistory: true, hasStates: false };
  const host = new SimulatedHost(planHost(FLEET, SILENT_INDEX), agent);
  const publisher = new Publisher(connection);
  for (const message of host.tick(agent.fromMs / 1_000 + 10)) await publisher.publish(message);
  await publisher.drain();
}

function changeSomething(connection: NatsConnection, id: string): void {
  const change = { kind: 'interface.mtu', subject: 'host/eth0', before: '1500', after: '9000' } as const;
  const text = 'eth0 takes packets of 9000 bytes instead of 1500';
  connection.publish(subjectOf('event', id), encodeEvent({ v: 1, host: id, at: Date.now(), ...change, text }));
}

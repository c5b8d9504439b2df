import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { encodeInventory, encodeTraffic, subjectOf } from '@weir/model';
import { FakeAgent, inventoryOf } from '../medium/store/fake-agent.js';
import { stopLater } from './reaper.js';

const TICK_MS = 1_000;
const UPLINK = 'host/eth0';

/** A host that is heard each second, by the messages that an agent of it would send. */
export interface HeardHost {
  readonly name: string;
  readonly id: string;
  /** Bytes a second that its uplink receives. */
  rxBytesPerSecond: number;
  /** Nothing is heard of it while this is set. */
  isAway: boolean;
}

/** Hosts with these names, heard at each full second from now on. */
export async function heardHosts(connection: NatsConnection, names: readonly string[]): Promise<HeardHost[]> {
  const stream = jetstream(connection);
  const hosts = names.map((name) => {
    const agent = new FakeAgent(randomUUID());
    return { name, id: agent.host, rxBytesPerSecond: 1_000, isAway: false, agent };
  });
  for (const { name, id } of hosts) {
    const plain = inventoryOf(id, Date.now(), [UPLINK]);
    const message = { ...plain, os: { ...plain.os, hostname: name } };
    await stream.publish(subjectOf('inventory', id), encodeInventory(message));
  }
  const tick = (atMs: number): void => {
    for (const { id, agent, isAway, rxBytesPerSecond } of hosts) {
      if (isAway) continue;
      const counted = [rxBytesPerSecond, 500, rxBytesPerSecond / 100, 5, 0, 0, 0, 0].map(Math.round);
      const message = agent.tick(atMs, { [UPLINK]: counted }, { ms: TICK_MS });
      connection.publish(subjectOf('traffic', id), encodeTraffic(message));
    }
  };
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    const atMs = (Math.floor(Date.now() / TICK_MS) + 1) * TICK_MS;
    timer = setTimeout(() => {
      tick(atMs);
      wait();
    }, atMs - Date.now());
  };
  wait();
  stopLater(() => Promise.resolve(clearTimeout(timer)));
  return hosts;
}

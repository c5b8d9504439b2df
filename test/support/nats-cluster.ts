import { jetstreamManager, type StreamInfo } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { CONSUMER, STREAM } from '@weir/model';
import { freePort } from '../../deploy/local/src/process/port.js';
import { eventually, STARTED_WITHIN_MS } from './eventually.js';
import { fail } from './fail.js';
import { startNats, type TestNats } from './nats.js';

/** Servers of one NATS cluster with JetStream, on loopback ports. */
export interface NatsCluster {
  /** By their names `n1`, `n2`, … in this order. */
  readonly servers: readonly TestNats[];
  /** All of them, as `WEIR_NATS_URL` takes them. */
  readonly url: string;
  /** The server that leads the stream, once one does. */
  streamLeader(): Promise<TestNats>;
  /** Waits until every copy of the stream is as new as its leader's. */
  whole(copies: number, withinMs?: number): Promise<void>;
  /** Waits until all that is on the stream was stored and acknowledged. */
  drained(withinMs?: number): Promise<void>;
}

/** Starts so many servers, and waits until they have elected who leads them. `command` = which nats-server. */
export async function startNatsCluster(size: number, command?: string): Promise<NatsCluster> {
  const routes = await Promise.all(Array.from({ length: size }, freePort));
  const peers = routes.map((port) => `nats-route://127.0.0.1:${port}`);
  const servers = await Promise.all(
    routes.map((port, index) =>
      startNats({
        ...(command && { command }),
        args: [
          ...['--name', `n${index + 1}`, '--cluster_name', 'weir', '--cluster', `nats://127.0.0.1:${port}`],
          ...['--routes', peers.join(',')],
        ],
      }),
    ),
  );
  const url = servers.map((server) => server.url).join(',');
  const stream = (): Promise<StreamInfo> => asked(url, async (manager) => manager.streams.info(STREAM));
  await eventually(
    'the cluster has a leader',
    () => asked(url, (manager) => manager.getAccountInfo()),
    STARTED_WITHIN_MS,
  );
  return {
    servers,
    url,
    streamLeader: () =>
      eventually('the stream has a leader', async () => {
        const leader = (await stream()).cluster?.leader;
        return servers[Number(leader?.slice(1)) - 1] ?? fail(`the leader is ${leader}`);
      }),
    whole: (copies, withinMs = STARTED_WITHIN_MS) =>
      eventually(
        `the stream has ${copies} copies`,
        async () => {
          const { config, cluster } = await stream();
          const current = (cluster?.replicas ?? []).filter(({ current, offline }) => current && !offline).length;
          const isWhole = cluster?.leader !== undefined && config.num_replicas === copies && current === copies - 1;
          if (!isWhole) fail(JSON.stringify({ replicas: config.num_replicas, cluster }));
        },
        withinMs,
      ),
    drained: (withinMs) => streamDrained(url, withinMs),
  };
}

/** Waits until all that is on the stream was stored and acknowledged, as its consumer tells. */
export async function streamDrained(url: string, withinMs = STARTED_WITHIN_MS): Promise<void> {
  await eventually(
    'all messages are acknowledged',
    async () => {
      const consumer = await asked(url, (manager) => manager.consumers.info(STREAM, CONSUMER));
      const { num_pending: waiting, num_ack_pending: held } = consumer;
      if (waiting + held > 0) fail(`${waiting} messages wait, ${held} are being stored`);
    },
    withinMs,
  );
}

type Manager = Awaited<ReturnType<typeof jetstreamManager>>;

/** On a connection of its own: the one before may be to a server that was killed. */
async function asked<T>(url: string, question: (manager: Manager) => Promise<T>): Promise<T> {
  let connection: NatsConnection | undefined;
  try {
    connection = await connect({ servers: url.split(','), reconnect: false, timeout: 2_000 });
    return await question(await jetstreamManager(connection, { timeout: 2_000 }));
  } finally {
    await connection?.close();
  }
}

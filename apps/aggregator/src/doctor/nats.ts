import { jetstreamManager, JetStreamApiError, type JetStreamManager, type StreamInfo } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { type Finding, foundBroken, foundNatsServer, foundUnknown, foundWell, STREAM } from '@weir/model';
import { STREAM_LEVELS, streamShare, streamWarning } from '../capacity/fill.js';
import { readStreamFill } from '../capacity/stream-fill.js';
import type { Config } from '../config/config.js';
import { aggregatorAccess, connectionOptions } from '../nats/nats-link.js';
import { foundClock } from './clock.js';
import { examineAccounts } from './nats-accounts.js';

const TIMEOUT_MS = 5_000;

/** Whether NATS is there with JetStream, and how the stream does. Nothing in it is changed. */
export async function examineNats(config: Config): Promise<readonly Finding[]> {
  const { nats, natsKeys, natsReplicas } = config;
  let connection: NatsConnection;
  try {
    const options = connectionOptions(nats, 'weir-aggregator-doctor', aggregatorAccess(natsKeys));
    connection = await connect({ ...options, reconnect: false, timeout: TIMEOUT_MS });
  } catch (error) {
    const { message, name } = error as Error;
    const reason = message || name;
    const remedy =
      natsKeys && /authorization/i.test(reason)
        ? 'have it include the nats-accounts.conf that was made with WEIR_NATS_KEYS_FILE'
        : 'start it, or set WEIR_NATS_URL';
    return [foundBroken('NATS', `cannot be reached at ${nats.servers.join(', ')}: ${reason}; ${remedy}`)];
  }
  try {
    return [
      await foundNatsServer(connection),
      await examineAccounts(config, TIMEOUT_MS),
      ...(await foundStream(connection, natsReplicas)),
    ];
  } finally {
    await connection.close();
  }
}

async function foundStream(connection: NatsConnection, wanted: number | null): Promise<readonly Finding[]> {
  let manager: JetStreamManager;
  try {
    manager = await jetstreamManager(connection, { timeout: TIMEOUT_MS });
  } catch (error) {
    const reason = (error as Error).message;
    return [
      foundBroken(
        'JetStream',
        `is not to be had (${reason}): start nats-server with -js, and let this user's account use it`,
      ),
    ];
  }
  let info: StreamInfo;
  try {
    info = await manager.streams.info(STREAM);
  } catch (error) {
    if (!(error instanceof JetStreamApiError)) throw error;
    return [foundUnknown('stream', `${STREAM} is not there: the role ingest makes it at its start`)];
  }
  const fill = await readStreamFill(connection);
  const told = `${STREAM} holds ${info.state.messages} messages in ${Math.round(info.state.bytes / 1e6)} MB`;
  return [
    fill && streamShare(fill) >= Math.min(...STREAM_LEVELS)
      ? foundBroken('stream', streamWarning(fill))
      : foundWell(
          'stream',
          fill ? `${told}, ${fill.waiting} of them to be stored` : `${told}, and nobody has stored any yet`,
        ),
    foundReplicas(info, wanted),
    ...clockOf(info),
  ];
}

function foundReplicas({ config, cluster }: StreamInfo, wanted: number | null): Finding {
  const count = config.num_replicas;
  const lost = (cluster?.replicas ?? []).filter(({ current, offline }) => offline === true || !current);
  if (wanted !== null && wanted !== count) {
    return foundBroken(
      'replicas',
      `the stream is kept ${count} times, not ${wanted} as WEIR_NATS_REPLICAS says: the log of the role ingest says why`,
    );
  }
  if (lost.length > 0) {
    const names = lost.map(({ name }) => name).join(', ');
    return foundBroken('replicas', `servers that are away or behind: ${names}; start them, or look at their logs`);
  }
  return foundWell(
    'replicas',
    count === 1 ? 'the stream is kept once: what its server loses is lost' : `all ${count} are up to date`,
  );
}

/** Servers from 2.10 tell their time. */
function clockOf(info: StreamInfo): readonly Finding[] {
  const { ts } = info as { readonly ts?: unknown };
  return typeof ts === 'string' && !Number.isNaN(Date.parse(ts)) ? [foundClock("NATS's clock", Date.parse(ts))] : [];
}

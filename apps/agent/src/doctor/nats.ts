import { jetstream, JetStreamApiError } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import {
  controlSubjectOf,
  type Finding,
  foundBroken,
  foundNatsServer,
  foundUnknown,
  foundWell,
  isWell,
  MESSAGE_KINDS,
  subjectOf,
} from '@weir/model';
import { connectionOptions, describeFailure, type NatsAccess, type NatsAddress } from '../publish/nats.js';

const TIMEOUT_MS = 5_000;
/** A stream that is not there: ours refuses what is meant for it, so that nothing is stored. */
const NO_STREAM = 'weir-doctor';
const NO_HOST = '00000000-0000-4000-8000-000000000000';

/** Whether NATS is there, takes what this host sends, and lets it hear what it is told. Nothing is stored. */
export async function examineNats(
  address: NatsAddress,
  host: string | null,
  access: NatsAccess | null = null,
): Promise<readonly Finding[]> {
  let connection: NatsConnection;
  try {
    connection = await connect({ ...connectionOptions(address, access), reconnect: false, timeout: TIMEOUT_MS });
  } catch (error) {
    return [
      foundBroken(
        'NATS',
        `cannot be reached at ${address.servers.join(', ')}: ${remedyOf(error as Error, access !== null)}`,
      ),
    ];
  }
  try {
    return [await foundNatsServer(connection), ...(await examineRights(connection, host))];
  } finally {
    await connection.close();
  }
}

/** Where rights are by host, nobody has them for a host that has no id yet. */
async function examineRights(connection: NatsConnection, host: string | null): Promise<readonly Finding[]> {
  const own = host ?? NO_HOST;
  const findings = [...(await publishing(connection, own)), await listening(connection, own)];
  if (host !== null || isWell(findings)) return findings;
  return findings.map(({ what, state, text }) =>
    state === 'broken'
      ? foundUnknown(what, `${text}; ask again when the first start made the host's id`)
      : { what, state, text },
  );
}

async function publishing(connection: NatsConnection, host: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const kind of MESSAGE_KINDS) {
    const subject = subjectOf(kind, host);
    const failure = await refusedPublish(connection, subject);
    findings.push(failure === null ? foundWell('publish', subject) : foundBroken('publish', `${subject}: ${failure}`));
  }
  return findings;
}

/** What keeps the stream from refusing a message for another stream, as it should; null = nothing. */
async function refusedPublish(connection: NatsConnection, subject: string): Promise<string | null> {
  try {
    const options = { expect: { streamName: NO_STREAM }, timeout: TIMEOUT_MS, retries: 0 };
    await jetstream(connection).publish(subject, '', options);
    return 'the stream took a message that was for another: is this NATS?';
  } catch (error) {
    if (error instanceof JetStreamApiError) return null;
    const { kind, text } = describeFailure(error);
    if (kind === 'no-stream') return text;
    return `${text}: let the agent's user publish it, and subscribe to _INBOX.>`;
  }
}

async function listening(connection: NatsConnection, host: string): Promise<Finding> {
  const subject = controlSubjectOf(host);
  let refusal: string | null = null;
  connection.subscribe(subject, {
    callback: (error) => {
      if (error) refusal = error.message;
    },
  });
  await connection.flush();
  if (refusal === null) return foundWell('control', subject);
  return foundBroken(
    'control',
    `${subject} may not be heard, so hosts are not looked at closely: let the agent's user subscribe to it`,
  );
}

function remedyOf({ message, name }: Error, hasJoined: boolean): string {
  if (/authorization|authentication/i.test(`${name} ${message}`))
    return hasJoined
      ? `${message}: this host was put out, or NATS has other accounts; give it a new WEIR_JOIN_TOKEN`
      : `${message}: set user and password in WEIR_NATS_URL`;
  if (/certificate|tls|ssl/i.test(message))
    return hasJoined
      ? `${message}: its certificate must be signed by the authority that this host was told of when it joined`
      : `${message}: trust its authority by NODE_EXTRA_CA_CERTS, or use nats:// where it has no TLS`;
  return `${message || name}: ${hasJoined ? 'start it, or set WEIR_AGENT_NATS_URL of the aggregator' : 'start it, or set WEIR_NATS_URL'}`;
}

/** Of clocks nothing can be known from here: NATS tells no time to who may only publish. */
export const CLOCK = foundUnknown(
  'clock',
  'is told by the aggregator: the timeline says of which hosts the clock is wrong, and since when',
);

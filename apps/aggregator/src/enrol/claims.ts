import { decode } from '@nats-io/jwt';
import type { NatsConnection } from '@nats-io/transport-node';
import { keyPairOf, type NatsKeys } from '../config/nats-keys.js';
import { agentsAccountJwt } from './accounts.js';

const TIMEOUT_MS = 3_000;
/** What was signed for a revoked key counts for nothing, whenever that was: seconds since 1970, the year 2100. */
const FOR_GOOD_S = 4_102_444_800;

const UPDATE = '$SYS.REQ.CLAIMS.UPDATE';
const lookupOf = (account: string): string => `$SYS.REQ.ACCOUNT.${account}.CLAIMS.LOOKUP`;

/**
 * Has NATS keep these keys out, and no others. Where it does so already, nothing is changed. Rejects where it cannot be asked,
 * or holds other claims afterwards.
 */
export async function tellRevoked(
  connection: Pick<NatsConnection, 'request'>,
  keys: NatsKeys,
  revoked: readonly string[],
): Promise<void> {
  const jwt = await agentsClaims(keys, revoked);
  const account = keyPairOf(keys.agentsSeed).getPublicKey();
  const isHeld = async (): Promise<boolean> => saysTheSame(await ask(connection, lookupOf(account), ''), jwt);
  if (await isHeld()) return;
  const answer = await ask(connection, UPDATE, jwt);
  // It takes what it cannot use for done: so it is asked what it holds.
  if (!(await isHeld()))
    throw new Error(`NATS does not take the claims of the agents' account: ${answer.slice(0, 300)}`);
}

/** Whether NATS holds claims of the agents' account that our operator signed. */
export async function knowsAgents(connection: Pick<NatsConnection, 'request'>, keys: NatsKeys): Promise<boolean> {
  const held = await ask(connection, lookupOf(keyPairOf(keys.agentsSeed).getPublicKey()), '');
  return held !== '' && decode(held).iss === keyPairOf(keys.operatorSeed).getPublicKey();
}

/** What NATS is told of the agents' account: signed anew, and the same in all else for the same keys. */
export function agentsClaims(keys: NatsKeys, revoked: readonly string[]): Promise<string> {
  const { iss: weir } = decode(keys.aggregator.jwt);
  const revocations = Object.fromEntries(revoked.toSorted().map((key) => [key, FOR_GOOD_S]));
  return agentsAccountJwt(keyPairOf(keys.operatorSeed), keyPairOf(keys.agentsSeed), weir, revocations);
}

async function ask(connection: Pick<NatsConnection, 'request'>, subject: string, text: string): Promise<string> {
  return (await connection.request(subject, text, { timeout: TIMEOUT_MS })).string();
}

/** Each is signed at another time, and may be by nobody that we know. */
function saysTheSame(held: string, wanted: string): boolean {
  try {
    return JSON.stringify(decode(held).nats) === JSON.stringify(decode(wanted).nats);
  } catch {
    return false;
  }
}

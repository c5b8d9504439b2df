import { decode } from '@nats-io/jwt';
import { fromPublic, type KeyPair } from '@nats-io/nkeys';
import { keyPairOf, type NatsKeys, type NatsUser } from '../../config/nats-keys.js';
import { operatorJwt, systemAccountJwt, weirAccountJwt } from '../accounts.js';
import { agentsClaims } from '../claims.js';

/** So often servers of a cluster ask each other for newer claims: one that lost its disk lets revoked keys in until then. */
const SHARED_EVERY = '5s';

/**
 * What nats-server has to include: who may make accounts, and those that there are. Where it finds newer claims in `resolverFolder`,
 * as after keys were revoked, it keeps these.
 */
export async function accountsConf(keys: NatsKeys, resolverFolder: string): Promise<string> {
  const operator = keyPairOf(keys.operatorSeed);
  const system = accountOf(keys.system);
  const weir = accountOf(keys.aggregator);
  const accounts = [
    ['SYS', system, await systemAccountJwt(operator, system)],
    ['WEIR', weir, await weirAccountJwt(operator, weir)],
    ['AGENTS', keyPairOf(keys.agentsSeed), await agentsClaims(keys, [])],
  ] as const;
  return [
    '# Accounts of weir. Include it in the configuration of each nats-server; nothing in it is secret.',
    `operator: ${await operatorJwt(operator, system)}`,
    `system_account: ${system.getPublicKey()}`,
    `resolver: { type: full, dir: ${JSON.stringify(resolverFolder)}, allow_delete: false, interval: ${JSON.stringify(SHARED_EVERY)} }`,
    'resolver_preload: {',
    ...accounts.flatMap(([name, key, jwt]) => [`  # ${name}`, `  ${key.getPublicKey()}: ${jwt}`]),
    '}',
    '',
  ].join('\n');
}

/** The public key of a user's account, which signed what it may do. */
function accountOf({ jwt }: NatsUser): KeyPair {
  return fromPublic(decode(jwt).iss);
}

import { createAccount, createOperator, createUser, type KeyPair } from '@nats-io/nkeys';
import type { NatsKeys, NatsUser } from '../../config/nats-keys.js';
import { memberJwt } from '../accounts.js';

/**
 * Keys of an operator, of the accounts, and of the users that the aggregator is. Of the system's account and of the stream's the seeds
 * are thrown away: nobody else is ever to be let into these.
 */
export async function newNatsKeys(ca: string | null): Promise<NatsKeys> {
  return {
    operatorSeed: seedOf(createOperator()),
    agentsSeed: seedOf(createAccount()),
    aggregator: await newUser('aggregator', createAccount()),
    system: await newUser('system', createAccount()),
    ca,
  };
}

async function newUser(name: string, account: KeyPair): Promise<NatsUser> {
  const user = createUser();
  return { jwt: await memberJwt(name, user, account), seed: seedOf(user) };
}

function seedOf(key: KeyPair): string {
  return new TextDecoder().decode(key.getSeed());
}

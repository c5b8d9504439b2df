import { readFileSync } from 'node:fs';
import { decode } from '@nats-io/jwt';
import { fromSeed, type KeyPair } from '@nats-io/nkeys';
import { orRemedy, type SettingValue } from '@weir/model';

/** One of NATS' users: what it may do, and the seed of the key that this is for. */
export interface NatsUser {
  readonly jwt: string;
  readonly seed: string;
}

/** Who we are to a NATS with accounts, and what signs what others may do there. The file holds it as JSON. */
export interface NatsKeys {
  /** Signs what accounts may do. */
  readonly operatorSeed: string;
  /** That of the agents' account: signs what agents may do. */
  readonly agentsSeed: string;
  /** Of the account that has the stream. */
  readonly aggregator: NatsUser;
  /** Of the account that hears which keys were revoked. */
  readonly system: NatsUser;
  /** PEM of the authority that NATS' certificate is signed by; null = one that the system knows. */
  readonly ca: string | null;
}

/** Reads what the command nats-keys made, now, so that what is wrong with it is told with all the rest; nothing of what it holds is. */
export function readNatsKeys(file: string): SettingValue<NatsKeys> {
  try {
    const remedy = `must name a keys.json as weir-aggregator nats-keys makes it: ${file} is none`;
    return orRemedy(natsKeysOf(readFileSync(file, 'utf8')), remedy);
  } catch (error) {
    const { code = 'unknown' } = error as { readonly code?: string };
    return orRemedy<NatsKeys>(null, `must name a file that this process can read: ${file} it cannot (${code})`);
  }
}

/** Null where it is none, or its parts do not belong together. */
export function natsKeysOf(text: string): NatsKeys | null {
  try {
    const keys = JSON.parse(text) as NatsKeys;
    const isWhole =
      isSeed(keys.operatorSeed, 'O') &&
      isSeed(keys.agentsSeed, 'A') &&
      [keys.aggregator, keys.system].every(isUser) &&
      (keys.ca === null || /-----BEGIN CERTIFICATE-----/.test(keys.ca));
    return isWhole ? keys : null;
  } catch {
    return null;
  }
}

/** The pair of a seed; throws where it is none. */
export function keyPairOf(seed: string): KeyPair {
  return fromSeed(new TextEncoder().encode(seed));
}

function isSeed(seed: string, kind: 'O' | 'A' | 'U'): boolean {
  return keyPairOf(seed).getPublicKey().startsWith(kind);
}

/** Decoding checks the signature too. */
function isUser({ jwt, seed }: NatsUser): boolean {
  return isSeed(seed, 'U') && decode(jwt).sub === keyPairOf(seed).getPublicKey();
}

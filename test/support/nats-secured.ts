import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import { connect, jwtAuthenticator, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import { inboxPrefixOf } from '@weir/model';
import { keyPairOf, type NatsKeys, natsKeysOf } from '../../apps/aggregator/src/config/nats-keys.js';
import { agentJwt } from '../../apps/aggregator/src/enrol/accounts.js';
import { fail } from './fail.js';
import { startNats, type TestNats } from './nats.js';
import { removeDirectory, temporaryDirectory } from './reaper.js';

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;

/** A nats-server with TLS and accounts, as `weir-aggregator nats-keys` makes them. */
export interface SecuredNats extends TestNats {
  /** What that command made. */
  readonly folder: string;
  readonly keys: NatsKeys;
  /** How an aggregator finds it. */
  readonly env: { readonly WEIR_NATS_URL: string; readonly WEIR_NATS_KEYS_FILE: string };
  /** Credentials as an agent of this host is given them; `lifeMs` = how long they hold. */
  enrol(host: string, lifeMs?: number): Promise<HeldCredentials>;
}

/** What an agent has. */
export interface HeldCredentials {
  readonly host: string;
  readonly publicKey: string;
  readonly jwt: string;
  readonly seed: Uint8Array;
}

/** Starts one; `command` = which nats-server. */
export async function startSecuredNats(command = 'nats-server'): Promise<SecuredNats> {
  const folder = temporaryDirectory('nats-keys');
  const resolver = join(folder, 'resolver');
  execFileSync(process.execPath, [MAIN, 'nats-keys', folder, '--resolver', resolver]);
  const config = join(folder, 'nats.conf');
  const tls = { cert_file: join(folder, 'server.pem'), key_file: join(folder, 'server-key.pem') };
  writeFileSync(config, `tls: ${JSON.stringify(tls)}\ninclude ./nats-accounts.conf\n`);
  const nats = await startNats({ command, args: ['-c', config] });
  const keysFile = join(folder, 'keys.json');
  const keys = natsKeysOf(readFileSync(keysFile, 'utf8')) ?? fail('no keys were made');
  return {
    ...nats,
    get pid() {
      return nats.pid;
    },
    folder,
    keys,
    env: { WEIR_NATS_URL: nats.url, WEIR_NATS_KEYS_FILE: keysFile },
    enrol: (host, lifeMs = 3_600_000) => enrolled(keys, host, lifeMs),
    loseDisk: async () => {
      await nats.loseDisk();
      await removeDirectory(resolver);
    },
  };
}

/** Connects as who has these credentials does, by the agent's own options where no others are given. */
export function connectAs(
  nats: SecuredNats,
  { host, jwt, seed }: HeldCredentials,
  options: NodeConnectionOptions = {},
): Promise<NatsConnection> {
  return connect({
    ...{ servers: nats.url, authenticator: jwtAuthenticator(jwt, seed), inboxPrefix: inboxPrefixOf(host) },
    ...{ tls: { ca: nats.keys.ca ?? fail('no authority') }, reconnect: false, timeout: 3_000 },
    ...options,
  });
}

async function enrolled(keys: NatsKeys, host: string, lifeMs: number): Promise<HeldCredentials> {
  const user = createUser();
  const publicKey = user.getPublicKey();
  const jwt = await agentJwt(keyPairOf(keys.agentsSeed), host, publicKey, new Date(Date.now() + lifeMs));
  return { host, publicKey, jwt, seed: user.getSeed() };
}

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createUser } from '@nats-io/nkeys';
import { connect, jwtAuthenticator, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node';
import { inboxPrefixOf } from '@weir/model';
import { keyPairOf, type NatsKeys, natsKeysOf } from '../../apps/aggregator/src/config/nats-keys.js';
import { agentJwt } from '../../apps/aggregator/src/enrol/accounts.js';
import { freePort } from '../../deploy/local/src/process/port.js';
import { fail } from './fail.js';
import { startNats, type TestNats } from './nats.js';
import { removeDirectory, temporaryDirectory } from './reaper.js';

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;

/** A nats-server with TLS and accounts, as `weir-aggregator nats-keys` makes them. */
export interface SecuredNats extends TestNats {
  /** What that command made. */
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
  return startMember(makeKeys(), command);
}

/** Starts a cluster of them, whose servers know the same accounts. */
export async function startSecuredCluster(size: number, command = 'nats-server'): Promise<readonly SecuredNats[]> {
  const keys = makeKeys();
  const ports = await Promise.all(Array.from({ length: size }, freePort));
  const routes = ports.map((port) => `nats-route://127.0.0.1:${port}`).join(',');
  return Promise.all(
    ports.map((port, index) => {
      const cluster = ['--cluster_name', 'weir', '--cluster', `nats://127.0.0.1:${port}`, '--routes', routes];
      return startMember(keys, command, ['--name', `n${index + 1}`, ...cluster]);
    }),
  );
}

const PATIENCE_MS = 20_000;
const RESOLVER = '/resolver-of-this-server';

/** Keys, accounts and certificate, in a folder. */
export function makeKeys(): string {
  const folder = temporaryDirectory('nats-keys');
  execFileSync(process.execPath, [MAIN, 'nats-keys', folder, '--resolver', RESOLVER]);
  return folder;
}

/** Configures a server by the keys in a folder; its resolver is in a folder of its own. */
export function writeAccountsConfig(folder: string, own: string, config: string): void {
  const files = { cert_file: join(folder, 'server.pem'), key_file: join(folder, 'server-key.pem') };
  // On a busy machine the usual two seconds are soon over.
  const tls = { ...files, timeout: PATIENCE_MS / 1_000 };
  const accounts = readFileSync(join(folder, 'nats-accounts.conf'), 'utf8').replace(RESOLVER, join(own, 'resolver'));
  writeFileSync(config, `tls: ${JSON.stringify(tls)}\n${accounts}`);
}

async function startMember(folder: string, command: string, args: readonly string[] = []): Promise<SecuredNats> {
  const own = temporaryDirectory('nats-secured');
  const config = join(own, 'nats.conf');
  writeAccountsConfig(folder, own, config);
  const nats = await startNats({ command, args: ['-c', config, ...args] });
  const keysFile = join(folder, 'keys.json');
  const keys = natsKeysOf(readFileSync(keysFile, 'utf8')) ?? fail('no keys were made');
  return {
    ...nats,
    get pid() {
      return nats.pid;
    },
    keys,
    env: { WEIR_NATS_URL: nats.url, WEIR_NATS_KEYS_FILE: keysFile },
    enrol: (host, lifeMs = 3_600_000) => enrolled(keys, host, lifeMs),
    loseDisk: async () => {
      await nats.loseDisk();
      await removeDirectory(join(own, 'resolver'));
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
    ...{ tls: { ca: nats.keys.ca ?? fail('no authority') }, reconnect: false, timeout: PATIENCE_MS },
    ...options,
  });
}

async function enrolled(keys: NatsKeys, host: string, lifeMs: number): Promise<HeldCredentials> {
  const user = createUser();
  const publicKey = user.getPublicKey();
  const jwt = await agentJwt(keyPairOf(keys.agentsSeed), host, publicKey, new Date(Date.now() + lifeMs));
  return { host, publicKey, jwt, seed: user.getSeed() };
}

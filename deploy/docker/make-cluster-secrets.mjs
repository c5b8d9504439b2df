// Makes, once, what the parts of the Helm chart prove themselves by, each as a Secret of its namespace; what is there stays:
// node make-cluster-secrets.mjs CREDENTIALS, the folder of a service account that may get and create them.
// NATS_SECRET: keys, accounts and certificate of NATS, whose servers are NATS_NAMES. CERTIFICATE_SECRET: the certificate of an
// aggregator that is reached by CERTIFICATE_NAMES. Either may be left out. LABELS: what the Secrets bear, as JSON.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { natsKeys } from '../../apps/aggregator/dist/enrol/make-keys/command.js';
import { fingerprintOf } from '../../apps/aggregator/dist/tls/fingerprint.js';
import { ownCertificate } from '../../apps/aggregator/dist/tls/own-certificate.js';

const PATIENCE_MS = 30_000;
const [OK, CREATED, NOT_FOUND, CONFLICT] = [200, 201, 404, 409];
const { env } = process;

const [credentials] = process.argv.slice(2);
if (!credentials) throw new Error('Usage: node make-cluster-secrets.mjs CREDENTIALS');
const own = (name) => readFileSync(join(credentials, name), 'utf8').trim();

/** Asks the API of the cluster about Secrets of our namespace. */
async function ask(method, path, body) {
  const options = {
    ...{ host: env.KUBERNETES_SERVICE_HOST, port: env.KUBERNETES_SERVICE_PORT, ca: own('ca.crt'), method },
    path: `/api/v1/namespaces/${own('namespace')}/secrets${path}`,
    headers: { authorization: `Bearer ${own('token')}`, 'content-type': 'application/json' },
    signal: AbortSignal.timeout(PATIENCE_MS),
  };
  const answer = await new Promise((resolve, reject) => {
    request(options, resolve)
      .on('error', reject)
      .end(body && JSON.stringify(body));
  });
  // What it says besides could be a secret.
  answer.resume();
  return answer.statusCode;
}

async function makeOnce(name, type, make) {
  const found = await ask('GET', `/${name}`);
  if (found !== OK && found !== NOT_FOUND) throw new Error(`the Secret ${name} cannot be looked for: status ${found}`);
  const isMade = found === NOT_FOUND && (await create(name, type, make));
  process.stdout.write(`${isMade ? 'made' : 'kept'} the Secret ${name}\n`);
}

/** Whether it was we who made it: somebody else may at the same time. */
async function create(name, type, make) {
  const folder = mkdtempSync(join(tmpdir(), 'weir-secret-'));
  try {
    const stringData = await make(folder);
    const metadata = { name, labels: JSON.parse(env.LABELS ?? '{}') };
    const made = await ask('POST', '', { apiVersion: 'v1', kind: 'Secret', metadata, type, stringData });
    if (made !== CREATED && made !== CONFLICT) throw new Error(`the Secret ${name} cannot be made: status ${made}`);
    return made === CREATED;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As `nats-keys` makes them, by their names. */
async function keysOfNats(folder) {
  const made = await natsKeys([folder, '--host', env.NATS_NAMES ?? '']);
  if (!made.ok) throw new Error(made.faults.join('; '));
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** As cert-manager would name them, and the fingerprint by which agents know it. */
async function certificate(folder) {
  const made = await ownCertificate(folder, (env.CERTIFICATE_NAMES ?? '').split(','));
  if (!made.ok) throw new Error(made.fault);
  const [crt, key] = [made.tls.certFile, made.tls.keyFile].map((file) => readFileSync(file, 'utf8'));
  return { 'tls.crt': crt, 'tls.key': key, pin: fingerprintOf(crt) };
}

if (env.NATS_SECRET) await makeOnce(env.NATS_SECRET, 'Opaque', keysOfNats);
if (env.CERTIFICATE_SECRET) await makeOnce(env.CERTIFICATE_SECRET, 'kubernetes.io/tls', certificate);

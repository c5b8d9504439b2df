// Makes the secrets of a stack once, as files of a folder: node make-secrets.mjs FOLDER [tell | take]
// Each folder in it is for who is named by it. What is there stays: the database knows its password, channels are sealed with the
// key, and hosts joined by the others. WEIR_NATS_NAMES are the names and addresses, separated by commas, by which other hosts reach
// NATS. `tell` prints what the aggregator has, to be kept, and makes nothing; `take` brings it back from what is read, where it is not
// there, and makes the rest.
import { randomBytes, X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { natsKeys } from '../../apps/aggregator/dist/enrol/make-keys/command.js';
import { ownCertificate } from '../../apps/aggregator/dist/tls/own-certificate.js';

const SECRETS = {
  'database/password': () => randomBytes(24).toString('base64url'),
  'aggregator/keys': () => randomBytes(32).toString('base64'),
  'aggregator/join-token': () => `weirjoin_${randomBytes(32).toString('base64url')}`,
};
/** By the user of the aggregator, and by root, as whom the database starts. */
const READABLE = 0o400;
/** NATS is root without a capability, and of the aggregator's group. */
const READABLE_BY_GROUP = 0o440;
/** What others need of that which the aggregator has. */
const COPIES = {
  'nats/nats-accounts.conf': 'aggregator/nats/nats-accounts.conf',
  'nats/server.pem': 'aggregator/nats/server.pem',
  'nats/server-key.pem': 'aggregator/nats/server-key.pem',
  'agent/join-token': 'aggregator/join-token',
  'agent/aggregator.pem': 'aggregator/tls/self-signed/cert.pem',
};

const STANDARD_INPUT = 0;
/** The rest is made of it, or anew with an empty database. */
const KEPT = 'aggregator';

const [folder, what = 'make'] = process.argv.slice(2);
if (!folder || !['make', 'tell', 'take'].includes(what)) {
  throw new Error('Usage: node make-secrets.mjs FOLDER [tell | take]');
}
const path = (name) => join(folder, name);

function write(name, text, mode) {
  mkdirSync(dirname(path(name)), { recursive: true });
  rmSync(`${path(name)}.new`, { force: true });
  writeFileSync(`${path(name)}.new`, text, { mode });
  renameSync(`${path(name)}.new`, path(name)); // never half-written
}

function tell() {
  const all = readdirSync(path(KEPT), { recursive: true }).sort();
  const files = all.filter((name) => statSync(path(join(KEPT, name))).isFile());
  const texts = files.map((name) => [join(KEPT, name), readFileSync(path(join(KEPT, name)), 'utf8')]);
  process.stdout.write(`${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`);
}

function take(told) {
  for (const [name, text] of Object.entries(JSON.parse(told))) if (!existsSync(path(name))) write(name, text, READABLE);
}

async function makeNatsKeys() {
  const names = (process.env.WEIR_NATS_NAMES ?? '').split(',').flatMap((name) => name.trim() || []);
  const server = path('aggregator/nats/server.pem');
  if (existsSync(server)) {
    const certificate = new X509Certificate(readFileSync(server));
    const isNamed = names.every((name) => certificate.checkHost(name) ?? certificate.checkIP(name));
    // The same authority signs another one, with the new names.
    if (!isNamed) for (const each of ['server.pem', 'server-key.pem']) rmSync(path(`aggregator/nats/${each}`));
  }
  const made = await natsKeys([path('aggregator/nats'), '--host', ['nats', ...names].join(',')]);
  if (!made.ok) throw new Error(made.faults.join('; '));
}

async function makeAll() {
  for (const [name, make] of Object.entries(SECRETS)) if (!existsSync(path(name))) write(name, make(), READABLE);
  await makeNatsKeys();
  const own = await ownCertificate(path('aggregator/tls'), ['aggregator', 'localhost', '127.0.0.1', '::1']);
  if (!own.ok) throw new Error(own.fault);
  for (const [name, of] of Object.entries(COPIES)) {
    const text = readFileSync(path(of), 'utf8');
    if (!existsSync(path(name)) || readFileSync(path(name), 'utf8') !== text) write(name, text, READABLE_BY_GROUP);
  }
}

if (what === 'take') take(readFileSync(STANDARD_INPUT, 'utf8'));
if (what === 'tell') tell();
else await makeAll();

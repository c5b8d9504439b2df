import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NatsKeys, natsKeysOf } from '../../config/nats-keys.js';
import { type CertificateAndKey, makeAuthority, makeServerCertificate } from '../../tls/make-certificate.js';
import { accountsConf } from './accounts-conf.js';
import { newNatsKeys } from './new-keys.js';

/** Long: nobody looks at these, and all agents are cut off by one that ends. */
const AUTHORITY_YEARS = 20;
const SERVER_YEARS = 10;

const SECRET = 0o600;
const PUBLIC = 0o644;

/** What is to be made. */
export interface KeysFolder {
  readonly folder: string;
  /** Names and addresses of the NATS servers, for their certificate. */
  readonly hosts: readonly string[];
  /** Where nats-server keeps the claims of accounts: a folder that it may write. */
  readonly resolverFolder: string;
}

/** What was made, and what was there and stays. */
export interface MadeFiles {
  readonly made: readonly string[];
  readonly kept: readonly string[];
}

/**
 * Makes what a NATS with accounts and those who use it need, where it is not there: what is there stays, so that a certificate is renewed
 * by taking it away. Throws where something is missing that cannot be made anew.
 */
export async function makeKeysFolder({ folder, hosts, resolverFolder }: KeysFolder): Promise<MadeFiles> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = new Files(folder);
  if (files.has('keys.json') && !files.has('ca.pem')) throw missing(folder, 'ca.pem', 'agents know NATS by it');
  const authority = await files.pair('ca', () => makeAuthority('weir NATS', AUTHORITY_YEARS));
  await files.pair('server', () => {
    if (authority.key === '') throw missing(folder, 'ca-key.pem', 'server.pem is signed by it');
    return makeServerCertificate(authority, hosts, SERVER_YEARS);
  });
  const text = await files.text('keys.json', SECRET, async () => textOf(await newNatsKeys(authority.cert)));
  const keys = natsKeysOf(text);
  if (keys === null) throw new Error(`${join(folder, 'keys.json')} is not one that this command makes`);
  await files.text('nats-accounts.conf', PUBLIC, () => accountsConf(keys, resolverFolder));
  return files;
}

function missing(folder: string, name: string, why: string): Error {
  return new Error(`${join(folder, name)} is missing, and ${why}: put it back`);
}

function textOf(keys: NatsKeys): string {
  return `${JSON.stringify(keys, null, 2)}\n`;
}

class Files implements MadeFiles {
  readonly made: string[] = [];
  readonly kept: string[] = [];

  constructor(private readonly folder: string) {}

  has(name: string): boolean {
    return existsSync(join(this.folder, name));
  }

  /** The text of a file, made where it is not there. */
  async text(name: string, mode: number, make: () => Promise<string>): Promise<string> {
    const path = join(this.folder, name);
    if (this.has(name)) {
      this.kept.push(path);
      return readFileSync(path, 'utf8');
    }
    const text = await make();
    writeFileSync(path, text, { mode, flag: 'wx' });
    this.made.push(path);
    return text;
  }

  /** `<name>.pem` and `<name>-key.pem`, made where neither is there; the key of a certificate may be kept elsewhere: ''. */
  async pair(name: string, make: () => Promise<CertificateAndKey>): Promise<CertificateAndKey> {
    const [certFile, keyFile] = [`${name}.pem`, `${name}-key.pem`];
    if (this.has(certFile)) {
      const key = this.has(keyFile) ? await this.text(keyFile, SECRET, nothing) : '';
      return { cert: await this.text(certFile, PUBLIC, nothing), key };
    }
    if (this.has(keyFile)) throw missing(this.folder, certFile, `${keyFile} is that of it`);
    const { cert, key } = await make();
    return {
      key: await this.text(keyFile, SECRET, () => Promise.resolve(key)),
      cert: await this.text(certFile, PUBLIC, () => Promise.resolve(cert)),
    };
  }
}

const nothing = (): Promise<string> => Promise.resolve('');

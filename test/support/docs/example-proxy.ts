import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../../deploy/local/src/process/port.js';
import { eventually } from '../eventually.js';
import { startProcess } from '../process.js';
import { temporaryDirectory } from '../reaper.js';

/** What the examples are written for, and nobody has. */
const NAME = 'weir.example';

/** A reverse proxy out of the examples, before an aggregator. */
export interface ExampleProxy {
  readonly url: string;
  readonly port: number;
  /** What a program needs to find and trust it. */
  readonly env: Readonly<Record<string, string>>;
}

/** The proxies that there are examples of. */
export const EXAMPLE_PROXIES = ['nginx', 'caddy', 'haproxy'] as const;
type Kind = (typeof EXAMPLE_PROXIES)[number];

interface Place {
  readonly folder: string;
  readonly port: number;
  /** `host:port` of the aggregator. */
  readonly behind: string;
}

/** Starts the example of a proxy as it stands, but for its name, ports and files; `change` may change its text. */
export async function startExampleProxy(
  kind: Kind,
  behindUrl: string,
  change = (text: string) => text,
): Promise<ExampleProxy> {
  const place = { folder: temporaryDirectory(kind), port: await freePort(), behind: new URL(behindUrl).host };
  makeCertificate(place.folder);
  const { args, env } = WAYS[kind](place, change);
  const proxy = startProcess({ name: kind, command: kind, args, env });
  await eventually(`${kind} listens`, () => listening(place.port)).catch((error: unknown) => {
    throw new Error(proxy.log(), { cause: error });
  });
  return {
    url: `https://${NAME}:${place.port}/`,
    port: place.port,
    env: {
      NODE_EXTRA_CA_CERTS: join(place.folder, 'tls.crt'),
      NODE_OPTIONS: `--require ${writeLookup(place.folder)}`,
    },
  };
}

const example = (name: string): string =>
  readFileSync(new URL(`../../../docs/examples/${name}`, import.meta.url), 'utf8');
type Way = (place: Place, change: (text: string) => string) => { args: string[]; env: Record<string, string> };

const WAYS: Record<Kind, Way> = {
  nginx: ({ folder, port, behind }, change) => {
    const text = example('nginx.conf')
      .replace('listen 443', `listen 127.0.0.1:${port}`)
      .replaceAll('/etc/weir', folder);
    const http = change(text.replace('127.0.0.1:8080', behind));
    const around = `pid ${folder}/pid;\nuser root;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${http}}\n`;
    writeFileSync(join(folder, 'nginx.conf'), around);
    return { args: ['-c', join(folder, 'nginx.conf'), '-g', 'daemon off;'], env: {} };
  },
  caddy: ({ folder, port, behind }, change) => {
    const tls = `tls ${folder}/tls.crt ${folder}/tls.key`;
    const site = example('Caddyfile').replace(`\n${NAME} {`, `\nhttps://${NAME}:${port} {\n\t${tls}`);
    const options = '{\n\tadmin off\n\tauto_https disable_redirects\n}\n';
    writeFileSync(join(folder, 'Caddyfile'), options + change(site.replace('127.0.0.1:8080', behind)));
    const env = { XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
    return { args: ['run', '--config', join(folder, 'Caddyfile'), '--adapter', 'caddyfile'], env };
  },
  haproxy: ({ folder, port, behind }, change) => {
    const text = example('haproxy.cfg').replace('bind :443', `bind 127.0.0.1:${port}`).replaceAll('/etc/weir', folder);
    writeFileSync(join(folder, 'haproxy.cfg'), change(text.replace('127.0.0.1:8080', behind)));
    return { args: ['-db', '-f', join(folder, 'haproxy.cfg')], env: {} };
  },
};

function makeCertificate(folder: string): void {
  const [key, certificate] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const made = ['-x509', '-newkey', 'rsa:2048', '-noenc', '-days', '1', '-keyout', key, '-out', certificate];
  const name = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME}`];
  execFileSync('openssl', ['req', ...made, ...name], { stdio: 'ignore' });
  writeFileSync(join(folder, 'tls.pem'), readFileSync(certificate, 'utf8') + readFileSync(key, 'utf8'));
}

/** A program that is started with this takes the name of the examples for this machine. */
function writeLookup(folder: string): string {
  const path = join(folder, 'lookup.cjs');
  const patch = `const dns = require('node:dns'); const { lookup } = dns;
dns.lookup = (name, ...rest) => lookup(name === '${NAME}' ? '127.0.0.1' : name, ...rest);`;
  writeFileSync(path, patch);
  return path;
}

function listening(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve();
    }).on('error', reject);
  });
}

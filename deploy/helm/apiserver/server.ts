import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { program, run, type Ended } from '../src/tools.js';
import { built } from './programs.js';

/** A kube-apiserver with an etcd of its own, and nothing behind it: no pod ever runs. */
export interface Server {
  readonly kubeconfig: string;
  readonly host: string;
  readonly port: number;
  /** The file of the certificate that it shows. */
  readonly authority: string;
  kubectl(...args: string[]): Promise<Ended>;
  stop(): Promise<void>;
}

const READY_WITHIN_MS = 120_000;

export async function startServer(): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'weir-apiserver-'));
  const [etcdPort, peerPort, port] = [await freePort(), await freePort(), await freePort()];
  const etcd = start('etcd', folder, [
    ...[`--data-dir=${folder}/etcd`, '--unsafe-no-fsync', `--initial-cluster=default=http://127.0.0.1:${peerPort}`],
    ...flagsOf('client', `http://127.0.0.1:${etcdPort}`),
    ...[
      `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
      `--initial-advertise-peer-urls=http://127.0.0.1:${peerPort}`,
    ],
  ]);
  const token = randomBytes(16).toString('hex');
  writeFileSync(join(folder, 'tokens'), `${token},tester,tester,system:masters\n`, { mode: 0o600 });
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  writeFileSync(join(folder, 'key'), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  const apiserver = start('kube-apiserver', folder, [
    ...[`--etcd-servers=http://127.0.0.1:${etcdPort}`, `--secure-port=${port}`, `--cert-dir=${folder}`],
    ...['--bind-address=127.0.0.1', '--service-cluster-ip-range=10.0.0.0/24', '--authorization-mode=RBAC'],
    ...[`--token-auth-file=${folder}/tokens`, '--service-account-issuer=https://weir.test'],
    ...[`--service-account-key-file=${folder}/key`, `--service-account-signing-key-file=${folder}/key`],
    // It wants accounts that a controller makes.
    '--disable-admission-plugins=ServiceAccount',
  ]);
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, kubeconfigOf(`https://127.0.0.1:${port}`, token), { mode: 0o600 });
  const kubectl = (...args: string[]): Promise<Ended> =>
    run(program('kubectl'), ['--kubeconfig', kubeconfig, ...args], { PATH: process.env['PATH'] ?? '', HOME: folder });
  await isReady(kubectl, [etcd, apiserver], folder);
  return {
    ...{ kubeconfig, host: '127.0.0.1', port, authority: join(folder, 'apiserver.crt') },
    kubectl,
    stop: async () => {
      await ended(apiserver);
      await ended(etcd);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function start(name: 'etcd' | 'kube-apiserver', folder: string, args: readonly string[]): ChildProcess {
  const log = openSync(join(folder, `${name}.log`), 'a');
  return spawn(built(name), args, { stdio: ['ignore', log, log] });
}

async function isReady(kubectl: Server['kubectl'], children: readonly ChildProcess[], folder: string): Promise<void> {
  const end = Date.now() + READY_WITHIN_MS;
  while ((await kubectl('get', '--raw=/readyz')).code !== 0) {
    if (Date.now() > end || children.some(({ exitCode }) => exitCode !== null)) {
      const logs = ['etcd', 'kube-apiserver'].map((name) =>
        readFileSync(join(folder, `${name}.log`), 'utf8').slice(-2_000),
      );
      throw new Error(`kube-apiserver is not ready:\n${logs.join('\n')}`);
    }
    await sleep(500);
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const killed = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exit;
  clearTimeout(killed);
}

function flagsOf(what: string, url: string): string[] {
  return [`--listen-${what}-urls=${url}`, `--advertise-${what}-urls=${url}`];
}

function kubeconfigOf(server: string, token: string): string {
  return JSON.stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'test' },
    clusters: [{ name: 'test', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'test', user: { token } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test' } }],
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

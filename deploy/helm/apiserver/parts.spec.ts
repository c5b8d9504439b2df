import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startPostgres } from '../../../test/support/postgres.js';
import type { TestDatabase } from '../../../test/support/database.js';
import { eventually } from '../../../test/support/eventually.js';
import { startProcess, type TestProcess } from '../../../test/support/process.js';
import { temporaryDirectory } from '../../../test/support/reaper.js';
import { debian13, describeIf, openssl } from '../../../test/support/requirements.js';
import { trixieNatsServer } from '../../../test/support/trixie.js';
import { queryStore } from '../../../test/support/unpacked.js';
import { environmentOf } from '../src/environment.js';
import { type KubernetesObject, named } from '../src/render.js';
import { CHART, helm } from '../src/tools.js';
import { clusterOf, credentialsOf, runJobs } from './job.js';
import { type Server, startServer } from './server.js';

const NAMESPACE = 'weir';
const LONG_MS = 60_000;
const APPS = fileURLToPath(new URL('../../../apps', import.meta.url));
/** Addresses of pods and services, on this machine alone. */
const ADDRESSES = { aggregator: '127.77.0.2', nats: '127.77.0.3', agent: '127.77.0.4' } as const;
const HOSTS = [
  '127.0.0.1 localhost',
  `${ADDRESSES.aggregator} weir.${NAMESPACE}.svc`,
  `${ADDRESSES.nats} weir-nats-0.weir-nats.${NAMESPACE}.svc`,
].join('\n');

describeIf([openssl, ...debian13], 'what the chart gives to its parts, which run here without a kubelet', () => {
  let server: Server;
  let jobs: ReturnType<typeof runJobs>;
  let database: TestDatabase;
  let objects: KubernetesObject[];
  let agent: TestProcess;
  let aggregator: TestProcess;

  beforeAll(async () => {
    [server, database] = await Promise.all([startServer(), startPostgres()]);
    jobs = runJobs(server);
    process.env['KUBECONFIG'] = server.kubeconfig;
    await kubectl('create', 'namespace', NAMESPACE);
    await kubectl('create', 'secret', 'generic', 'of-mine', `--from-literal=url=${database.url}`);
    const values = `database.enabled=false,database.external.existingSecret=of-mine,service.port=8080,aggregator.listenAddress=${ADDRESSES.aggregator}`;
    const { code, stderr } = await helm('install', 'weir', CHART, '--namespace', NAMESPACE, '--set', values);
    if (code !== 0) throw new Error(stderr);
    const { items } = JSON.parse(
      await kubectl('get', 'secret,configmap,daemonset,deployment,statefulset', '--output', 'json'),
    ) as { items: KubernetesObject[] };
    objects = items;
  }, 300_000);
  afterAll(async () => {
    await agent?.stop();
    await aggregator?.stop();
    await jobs?.stop();
    await server?.stop();
  }, LONG_MS);

  it('has NATS know its accounts, and the aggregator ready behind the certificate that agents go by', async () => {
    // That of Debian 12 is older than the chart takes.
    const natsServer = await trixieNatsServer();
    const nats = await start('StatefulSet', 'weir-nats', (root) => ({
      command: natsServer,
      args: ['--config', natsConfig(root), '-a', ADDRESSES.nats],
      env: { POD_NAME: 'weir-nats-0' },
    }));
    await nats.waitForLog(/Server is ready/, LONG_MS);
    aggregator = await start('Deployment', 'weir-aggregator', (_, env) => ({
      ...{ command: process.execPath, args: [join(APPS, 'aggregator/dist/main.js')], env },
    }));
    await aggregator.waitForLog(/listening on/, LONG_MS);
    const shown = execFileSync('openssl', ['s_client', '-connect', `${ADDRESSES.aggregator}:8080`], {
      ...{ encoding: 'utf8', input: '', stdio: ['pipe', 'pipe', 'ignore'] },
    });
    const { raw } = new X509Certificate(/-----BEGIN[^]*END CERTIFICATE-----/.exec(shown)?.[0] ?? '');
    const fingerprint = createHash('sha256').update(raw).digest('hex');
    expect(secretOf('weir-certificate', 'pin')).toBe(`sha256:${fingerprint}`);
  });

  it('lets an agent in by the token of its service account, and its traffic is stored', async () => {
    agent = await start('DaemonSet', 'weir-agent', (_, env) => ({
      ...{ command: process.execPath, args: [join(APPS, 'agent/dist/main.js')] },
      env: { ...env, WEIR_METRICS_HOST: ADDRESSES.agent },
    }));
    await agent.waitForLog(/this host has joined/, LONG_MS);
    await eventually('its traffic is stored', async () => {
      const rows = await queryStore(
        database.url,
        `SELECT host.name, enrolment.enrolled_by AS by, (SELECT count(*) > 0 FROM traffic) AS told FROM host JOIN enrolment ON host.id = enrolment.host_uuid`,
      );
      expect(rows).toEqual([{ name: 'node-1.example', by: `serviceaccount ${NAMESPACE}/weir-agent`, told: true }]);
    });
  });

  /** Starts the first container of a workload, with its files below a folder, among names and a service account of the cluster. */
  async function start(
    kind: string,
    name: string,
    run: (
      root: string,
      env: Record<string, string>,
    ) => { command: string; args: string[]; env: Record<string, string> },
  ): Promise<TestProcess> {
    const { spec } = named(objects, kind, name)['spec'].template;
    const [container] = spec.containers;
    const root = temporaryDirectory(name);
    for (const { name: volume, mountPath } of container.volumeMounts) await mount(spec, volume, join(root, mountPath));
    const told = environmentOf(container.env, secretOf);
    const paths: string[] = container.volumeMounts.map(({ mountPath }: { mountPath: string }) => mountPath);
    const placed = Object.entries(told).map(([key, value]) => [
      ...[key, paths.some((path) => value.startsWith(path)) ? join(root, value) : value],
    ]);
    const { command, args, env } = run(root, { ...clusterOf(server), ...Object.fromEntries(placed) });
    const credentials = spec.serviceAccountName
      ? await credentialsOf(server, NAMESPACE, spec.serviceAccountName)
      : temporaryDirectory('none');
    writeFileSync(join(root, 'hosts'), HOSTS);
    const script = [
      ...['set -e', `mount --bind ${root}/hosts /etc/hosts`, 'mount -t tmpfs tmpfs /run'],
      ...['mkdir -p /run/secrets/kubernetes.io', `ln -s ${credentials} /run/secrets/kubernetes.io/serviceaccount`],
      'exec "$@"',
    ].join('\n');
    const own = ['--mount', '--propagation', 'private', 'sh', '-c', script, name, command, ...args];
    return startProcess({ name, command: 'unshare', args: own, env });
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async function mount(spec: any, name: string, path: string): Promise<void> {
    const volume = spec.volumes?.find((each: { name: string }) => each.name === name) ?? {};
    mkdirSync(dirname(path), { recursive: true });
    if (volume.hostPath && name !== 'state') return symlinkSync(volume.hostPath.path, path);
    mkdirSync(path, { mode: 0o700 });
    const write = (to: string, text: string): void => {
      mkdirSync(dirname(join(path, to)), { recursive: true });
      writeFileSync(join(path, to), text, { mode: 0o440 });
    };
    for (const item of volume.secret?.items ?? []) write(item.path, secretOf(volume.secret.secretName, item.key));
    const data = volume.configMap ? named(objects, 'ConfigMap', volume.configMap.name)['data'] : {};
    for (const [key, text] of Object.entries<string>(data)) write(key, text);
    for (const { serviceAccountToken } of volume.projected?.sources ?? []) {
      const { audience, path: to } = serviceAccountToken;
      write(to, (await kubectl('create', 'token', spec.serviceAccountName, '--audience', audience)).trim());
    }
  }

  /** The file that the chart made, with the folders of the pod. */
  function natsConfig(root: string): string {
    for (const path of ['etc/nats/nats.conf', 'etc/nats-keys/nats-accounts.conf']) {
      const text = readFileSync(join(root, path), 'utf8').replaceAll(/(?<=[ "])\/(data|etc)\b/g, `${root}/$1`);
      writeFileSync(join(root, path), text);
    }
    return join(root, 'etc/nats/nats.conf');
  }

  function secretOf(name: string, key: string): string {
    return Buffer.from(named(objects, 'Secret', name)['data'][key], 'base64').toString();
  }

  async function kubectl(...args: string[]): Promise<string> {
    const { code, stdout, stderr } = await server.kubectl('--namespace', NAMESPACE, ...args);
    if (code !== 0) throw new Error(stderr);
    return stdout;
  }
});

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type KubernetesObject, VALUE_SETS } from '../src/render.js';
import { CHART, type Ended, helm, program } from '../src/tools.js';
import { CRDS, goModule } from '../src/upstream.js';
import { runJobs } from './job.js';
import { type Server, startServer } from './server.js';

/** Those that value files name, with every key that any of them takes. */
const SECRETS_OF_OTHERS = [
  ...['weir-secret-keys', 'company-ca', 'weir-tls', 'nats-addresses', 'database-address', 'nats-keys'],
  ...['weir-join-token', 'weir-database-password', 'weir-oidc'],
];

let server: Server;
let jobs: ReturnType<typeof runJobs>;

beforeAll(async () => {
  server = await startServer();
  jobs = runJobs(server);
  process.env['KUBECONFIG'] = server.kubeconfig;
  for (const [path, file] of Object.entries(CRDS)) {
    const { folder } = goModule(path as keyof typeof CRDS);
    await kubectl('apply', '--server-side', '-f', join(folder, file));
  }
  await kubectl('wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s');
});

afterAll(async () => {
  await jobs.stop();
  await server.stop();
});

describe.each(VALUE_SETS.map(([name, args], index) => [name, args, `weir-${index}`] as const))(
  'a real API server, and %s',
  (_, args, namespace) => {
    const release = ['weir', CHART, '--namespace', namespace, ...args];

    beforeAll(async () => {
      await kubectl('create', 'namespace', namespace);
      await kubectl('label', 'namespace', namespace, 'pod-security.kubernetes.io/warn=restricted');
      for (const secret of SECRETS_OF_OTHERS) await setSecret(namespace, secret, 'before');
    });

    it('takes every object, strictly, and finds fault with the agent’s folders alone', async () => {
      const { stdout } = await good(helm('template', ...release));
      const { stderr } = await good(
        server.kubectl(
          'apply',
          '--server-side',
          '--validate=strict',
          '--dry-run=server',
          '-n',
          namespace,
          '-f',
          fileOf(stdout),
        ),
      );
      const warnings = stderr.split('\n').filter((line) => line.startsWith('Warning:'));
      for (const warning of warnings)
        expect(warning).toMatch(/would violate PodSecurity "restricted:latest".*hostPath/);
      expect(warnings.length).toBe(1);
    });

    it('installs it, changes nothing by an upgrade to the same, and rolls what a new secret is for', async () => {
      await good(helm('install', ...release));
      const before = await state(namespace);
      await good(helm('upgrade', ...release));
      expect(await state(namespace)).toEqual(before);
      if (before.foreign.length === 0) return;
      for (const secret of before.foreign) await setSecret(namespace, secret, 'after');
      await good(helm('upgrade', ...release));
      const after = await state(namespace);
      expect(after.generations).not.toEqual(before.generations);
    });

    it('keeps its secrets when it is uninstalled, and takes them up again', async () => {
      const before = await state(namespace);
      await good(helm('uninstall', 'weir', '--namespace', namespace));
      const left = await objectsIn(namespace, 'all,configmap,ingress,networkpolicy,serviceaccount,pdb');
      expect(left.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/instance'] === 'weir')).toEqual([]);
      await good(helm('install', ...release));
      expect((await state(namespace)).own).toEqual(before.own);
      await good(helm('uninstall', 'weir', '--namespace', namespace));
    });
  },
);

describe('Secrets of a back-up', () => {
  const namespace = 'weir-restored';
  const install = (): Promise<Ended> => good(helm('install', 'weir', CHART, '--namespace', namespace));

  beforeAll(async () => void (await kubectl('create', 'namespace', namespace)));

  it('are taken up in a new cluster, as they are kept by the documented command', async () => {
    await install();
    const { own } = await state(namespace);
    const [, command = ''] =
      /\(umask 077 && (kubectl get .*) > ~\/weir-secrets.yaml\)/.exec(documented('scale.md')) ?? [];
    const env = { ...process.env, PATH: `${dirname(program('kubectl'))}:${process.env['PATH']}` };
    const kept = execFileSync('sh', ['-c', command.replace('kubectl', `kubectl -n ${namespace}`)], { env });
    await good(helm('uninstall', 'weir', '--namespace', namespace));
    await kubectl('delete', 'secrets', '--all', '--namespace', namespace);
    await kubectl('apply', '--namespace', namespace, '-f', fileOf(kept.toString()));
    await install();
    const after = (await state(namespace)).own;
    expect(Object.keys(own)).toEqual(['weir-certificate', 'weir-database', 'weir-keys', 'weir-nats-keys']);
    // It is the new database's.
    expect({ ...after, 'weir-database': null }).toEqual({ ...own, 'weir-database': null });
  });
});

describe('volumes of NATS', () => {
  const namespace = 'weir-volumes';
  const release = ['weir', CHART, '--namespace', namespace];
  const upgrade = (replicas: number): Promise<Ended> =>
    helm('upgrade', ...release, '--set', `nats.replicas=${replicas}`);
  const refused = { code: 1, stderr: expect.stringMatching(/nats\.replicas: the volumes here are of \d NATS/) };

  beforeAll(async () => void (await kubectl('create', 'namespace', namespace)));

  it('of one server are not given to three, whether it runs or is uninstalled', async () => {
    await good(helm('install', ...release));
    await good(upgrade(3));
    await good(upgrade(1));
    await addVolume(namespace, 0);
    expect(await upgrade(3)).toMatchObject(refused);
    await good(upgrade(1));
    await good(helm('uninstall', 'weir', '--namespace', namespace));
    expect(await helm('install', ...release, '--set', 'nats.replicas=3')).toMatchObject(refused);
  });

  it('of three are not given to one; once they are gone, what was deleted is made anew', async () => {
    await good(helm('install', ...release));
    for (const index of [1, 2]) await addVolume(namespace, index);
    expect(await upgrade(1)).toMatchObject(refused);
    await good(upgrade(3));
    await kubectl('delete', 'daemonset', 'weir-agent', '--namespace', namespace);
    await kubectl('delete', 'statefulset', 'weir-nats', '--namespace', namespace);
    const ofNats = 'app.kubernetes.io/instance=weir,app.kubernetes.io/component=nats';
    // Nothing here runs that would let go of them.
    const patch = '{"metadata":{"finalizers":null}}';
    for (const index of [0, 1, 2])
      await kubectl('patch', 'pvc', `data-weir-nats-${index}`, '--namespace', namespace, '--patch', patch);
    await kubectl('delete', 'persistentvolumeclaim', '--namespace', namespace, '--selector', ofNats);
    await good(upgrade(1));
    const { generations } = await state(namespace);
    expect(Object.keys(generations)).toEqual(expect.arrayContaining(['weir-agent', 'weir-nats']));
  });
});

/** As the controller of StatefulSets would, which does not run here: by their selector, of the claim template. */
async function addVolume(namespace: string, index: number): Promise<void> {
  const sets = await objectsIn(namespace, 'statefulset');
  const { spec } = sets.find(({ metadata }) => metadata.name === 'weir-nats') ?? { spec: {} };
  const claim = {
    ...{ apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
    metadata: { name: `data-weir-nats-${index}`, labels: spec.selector.matchLabels },
    spec: spec.volumeClaimTemplates[0].spec,
  };
  await kubectl('apply', '--namespace', namespace, '-f', fileOf(JSON.stringify(claim)));
}

interface State {
  /** How often what makes pods was changed. */
  readonly generations: Readonly<Record<string, number>>;
  /** Secrets of the chart, and what is in them. */
  readonly own: Readonly<Record<string, object>>;
  /** Names of secrets of others that pods take at their start. */
  readonly foreign: readonly string[];
}

async function state(namespace: string): Promise<State> {
  const workloads = await objectsIn(namespace, 'daemonset,deployment,statefulset');
  const secrets = await objectsIn(namespace, 'secret');
  const own = secrets.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/instance'] === 'weir');
  const refs = [
    ...JSON.stringify(workloads).matchAll(
      /"secretKeyRef":\{"key":"[^"]*","name":"([^"]*)"|"secretName":"(nats-keys)"/g,
    ),
  ];
  return {
    generations: Object.fromEntries(workloads.map((each) => [each.metadata.name, generationOf(each)])),
    own: Object.fromEntries(own.map((each) => [each.metadata.name, each['data']])),
    foreign: [...new Set(refs.map(([, name, mounted]) => name ?? mounted ?? ''))].filter((name) =>
      SECRETS_OF_OTHERS.includes(name),
    ),
  };
}

function generationOf({ metadata }: KubernetesObject): number {
  return (metadata as unknown as { generation: number }).generation;
}

async function objectsIn(namespace: string, kinds: string): Promise<KubernetesObject[]> {
  const { stdout } = await kubectl('get', kinds, '--namespace', namespace, '--output', 'json');
  return (JSON.parse(stdout) as { items: KubernetesObject[] }).items;
}

async function setSecret(namespace: string, name: string, value: string): Promise<void> {
  await kubectl('delete', 'secret', name, '--namespace', namespace, '--ignore-not-found');
  await kubectl('create', 'secret', 'generic', name, '--namespace', namespace, `--from-literal=any=${value}`);
}

function documented(page: string): string {
  return readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
}

function fileOf(text: string): string {
  const path = `${server.kubeconfig}.yaml`;
  writeFileSync(path, text);
  return path;
}

function kubectl(...args: string[]): Promise<Ended> {
  return good(server.kubectl(...args));
}

async function good(asked: Promise<Ended>): Promise<Ended> {
  const ended = await asked;
  if (ended.code !== 0) throw new Error(ended.stderr || ended.stdout);
  return ended;
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { SETTING_NAMES } from '@weir/model';
import { readConfig as readAgentConfig } from '../../../apps/agent/src/config/config.js';
import { readConfig } from '../../../apps/aggregator/src/config/config.js';
import { environmentOf, type Variable } from './environment.js';
import { type KubernetesObject, named, podsOf, render, VALUE_SETS } from './render.js';

/** Read by Node, or only to write an address of. */
const OF_OTHERS = ['DATABASE_PASSWORD', 'NODE_EXTRA_CA_CERTS'];
/** What Kubernetes sets in every pod. */
const OF_CLUSTER = { KUBERNETES_SERVICE_HOST: '10.0.0.1', KUBERNETES_SERVICE_PORT: '443' };
/** The files are the cluster's. */
const OF_FILES = /^WEIR_(TLS_|NATS_KEYS_FILE|STANDING_JOIN_TOKEN_FILE)/;
/** What installations in a cluster have no use for: engines beside the kubelet, an image's own folder, a browser on the same machine. */
const NOT_HERE = {
  agent: [
    'DOCKER_HOST',
    'DOCKER_TLS_VERIFY',
    'DOCKER_CERT_PATH',
    'WEIR_ENGINE',
    ...Object.keys(OF_CLUSTER),
    // It stands in a file.
    'WEIR_JOIN_TOKEN',
  ],
  aggregator: ['WEIR_DASHBOARD_DIR', 'WEIR_LOCAL_SIGN_IN', ...Object.keys(OF_CLUSTER)],
};
const OF_YOURS: Readonly<Record<string, string>> = {
  'secret-keys': Buffer.alloc(32, 7).toString('base64'),
  'agent-url': 'tls://agent:a%40b@nats-1.example:4222,tls://agent:a%40b@nats-2.example:4222',
  'aggregator-url': 'tls://aggregator:c@nats-1.example:4222',
  pin: `sha256:${'0a'.repeat(32)}`,
  uri: 'postgresql://weir:a%40b@db.example:6432/weir?sslmode=verify-full',
};

type Program = keyof typeof NOT_HERE;

describe.each(VALUE_SETS)('settings that the chart makes of %s', (_, args) => {
  it('are known to their programs, and good', async () => {
    const objects = await render(args);
    for (const { program, variables } of programsOf(objects)) {
      const names = variables.map(({ name }) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.filter((name) => !OF_OTHERS.includes(name) && !known(program).includes(name))).toEqual([]);
      const environment = { ...OF_CLUSTER, ...environmentOf(variables, (name, key) => secretOf(objects, name, key)) };
      expect(Object.entries(environment).filter(([, value]) => value.includes('$('))).toEqual([]);
      const read = program === 'agent' ? readAgentConfig(environment) : readConfig(environment);
      expect(read.ok ? [] : read.faults.filter((fault) => !OF_FILES.test(fault))).toEqual([]);
    }
  });
});

describe('a setting', () => {
  it('can be told by values, unless the chart knows it or it means nothing in a cluster', async () => {
    const schema = JSON.parse(readFileSync(new URL('../weir/values.schema.json', import.meta.url), 'utf8'));
    const sets = await Promise.all(VALUE_SETS.map(([, args]) => render(args)));
    for (const program of ['agent', 'aggregator'] as const) {
      const made = sets.flatMap(programsOf).filter((each) => each.program === program);
      const told = Object.keys(schema.properties[program].properties.settings.properties);
      expect(told.filter((name) => !known(program).includes(name))).toEqual([]);
      const within = new Set([
        ...told,
        ...NOT_HERE[program],
        ...made.flatMap(({ variables }) => variables.map(({ name }) => name)),
      ]);
      expect(known(program).filter((name) => !within.has(name))).toEqual([]);
    }
  });

  it('is handed over as it was written, large numbers too', async () => {
    const args = [
      '--set',
      'agent.settings.WEIR_SPOOL_MB=1048576',
      '--set-string',
      'agent.settings.WEIR_EXCLUDE_INTERFACES=veth*',
    ];
    const [agent] = programsOf(await render(args));
    const environment = environmentOf(agent?.variables ?? [], (_, key) => OF_YOURS[key] ?? '');
    expect(environment).toMatchObject({
      WEIR_SPOOL_MB: '1048576',
      WEIR_EXCLUDE_INTERFACES: 'veth*',
      WEIR_HOST_NAME: 'node-1.example',
    });
    expect(readAgentConfig(environment)).toMatchObject({ ok: true, config: { spoolBytes: 1_048_576 * 1_048_576 } });
  });
});

describe('the aggregator', () => {
  it('has all roles in one Deployment, or each in one of its own', async () => {
    const rolesOf = async (layout: string): Promise<string[]> =>
      programsOf(await render(['--set', `aggregator.layout=${layout}`]))
        .filter(({ program }) => program === 'aggregator')
        .map(({ name, variables }) => `${name}: ${variables.find((each) => each.name === 'WEIR_ROLES')?.value}`);
    expect(await rolesOf('together')).toEqual(['Deployment weir-aggregator: ingest,analyse,api']);
    expect((await rolesOf('apart')).sort()).toEqual([
      ...['Deployment weir-analyse: analyse', 'Deployment weir-api: api', 'Deployment weir-ingest: ingest'],
    ]);
  });

  it('knows the name by which people reach it, and lets in pages of others that are named', async () => {
    const told = async (...args: string[]): Promise<unknown[]> => {
      const [, aggregator] = programsOf(await render(args));
      const { WEIR_PUBLIC_URL, WEIR_CORS_ORIGINS } = environmentOf(aggregator?.variables ?? [], () => 'w');
      return [WEIR_PUBLIC_URL, WEIR_CORS_ORIGINS];
    };
    expect(await told()).toEqual([undefined, undefined]);
    const ingress = 'ingress.enabled=true,ingress.hosts={weir.example}';
    expect(await told('--set', ingress)).toEqual(['http://weir.example', undefined]);
    const others = 'aggregator.corsOrigins={https://grafana.example}';
    expect(await told('--set', `${ingress},ingress.tlsSecretName=tls,${others}`)).toEqual([
      ...['https://weir.example', 'https://grafana.example'],
    ]);
    expect(await told('--set', `${ingress},publicUrl=https://other.example/`)).toEqual([
      ...['https://other.example', undefined],
    ]);
    expect(await told('--set', 'ingress.enabled=true,ingress.hosts={*.example}')).toEqual([undefined, undefined]);
  });

  it('finds its certificate where it is mounted, and is asked by HTTPS then', async () => {
    const objects = await render(['--set', 'aggregator.tls.existingSecret=weir-tls']);
    const { spec } = named(objects, 'Deployment', 'weir-aggregator')['spec'].template;
    const [{ env, volumeMounts, readinessProbe }] = spec.containers;
    const { mountPath } = volumeMounts.find(({ name }: { name: string }) => name === 'tls');
    expect(environmentOf(env, () => 'w')).toMatchObject({
      WEIR_TLS_CERT_FILE: `${mountPath}/tls.crt`,
      WEIR_TLS_KEY_FILE: `${mountPath}/tls.key`,
    });
    // 0440, for the group that fsGroup gives it to.
    expect(spec.volumes).toContainEqual({ name: 'tls', secret: { secretName: 'weir-tls', defaultMode: 0o440 } });
    expect(readinessProbe.httpGet.scheme).toBe('HTTPS');
    expect(named(objects, 'Service', 'weir')['spec'].ports[0].name).toBe('https');
  });

  it('asks all servers of NATS to hold what is sent, and names each to whoever connects', async () => {
    const [, aggregator] = programsOf(await render(['--set', 'nats.replicas=3']));
    const { WEIR_NATS_URL, WEIR_NATS_REPLICAS } = environmentOf(aggregator?.variables ?? [], () => 'w');
    const servers = [0, 1, 2].map((index) => `tls://weir-nats-${index}.weir-nats.traffic.svc:4222`);
    expect([WEIR_NATS_URL?.split(','), WEIR_NATS_REPLICAS]).toEqual([servers, '3']);
  });

  it('leaves the copies that a NATS of yours holds as they are, unless told', async () => {
    const replicasOf = async (...values: string[]) =>
      programsOf(
        await render(['--set', 'nats.enabled=false,nats.external.existingSecret=of-mine', ...values]),
      )[1]?.variables.find(({ name }) => name === 'WEIR_NATS_REPLICAS');
    expect(await replicasOf()).toBeUndefined();
    expect(await replicasOf('--set', 'nats.external.replicas=3')).toEqual({ name: 'WEIR_NATS_REPLICAS', value: '3' });
  });
});

describe('the database', () => {
  it('takes the connections of as many processes as there may be', async () => {
    const connections = async (...args: string[]): Promise<string> =>
      named(await render(args), 'StatefulSet', 'weir-database')['spec'].template.spec.containers[0].args[1];
    expect(await connections()).toBe('max_connections=100');
    const apart =
      'aggregator.layout=apart,aggregator.api.autoscaling.enabled=true,aggregator.api.autoscaling.maxReplicas=10';
    // 10 + 2 + 2, and one more of each during an update.
    expect(await connections('--set', apart)).toBe(`max_connections=${20 * 17 + 10}`);
  });
});

function programsOf(objects: readonly KubernetesObject[]): { name: string; program: Program; variables: Variable[] }[] {
  return podsOf(objects).flatMap(({ name, spec }) => {
    const [{ name: program, env }] = spec.containers;
    return program === 'agent' || program === 'aggregator' ? [{ name, program, variables: env }] : [];
  });
}

function known(program: Program): readonly string[] {
  return SETTING_NAMES[program];
}

function secretOf(objects: readonly KubernetesObject[], name: string, key: string): string {
  const made = objects.find((each) => each.kind === 'Secret' && each.metadata.name === name);
  return made ? Buffer.from(made['data'][key], 'base64').toString() : (OF_YOURS[key] ?? 'wPassword');
}

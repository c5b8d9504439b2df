import { describe, expect, it } from '@jest/globals';
import { environmentOf } from './environment.js';
import { type KubernetesObject, named, podsOf, render } from './render.js';

const PIN = 'of the Secret weir-certificate';
const SERVICE = 'https://weir.traffic.svc:443';

const set = (...values: string[]): Promise<KubernetesObject[]> => render(values.flatMap((each) => ['--set', each]));
const podOf = (objects: readonly KubernetesObject[], name: string): KubernetesObject['spec'] =>
  podsOf(objects).find((each) => each.name === name)?.spec;

interface Joins {
  readonly WEIR_JOIN_URL?: string;
  readonly WEIR_JOIN_PIN?: string;
  readonly WEIR_NATS_URL?: string;
}

async function agentJoins(...values: string[]): Promise<Joins> {
  const [{ env }] = podOf(await set(...values), 'DaemonSet weir-agent').containers;
  const secretOf = (name: string, key: string): string => `${key === 'pin' ? 'of the Secret' : key} ${name}`;
  const { WEIR_JOIN_URL, WEIR_JOIN_PIN, WEIR_NATS_URL } = environmentOf(env, secretOf);
  return JSON.parse(JSON.stringify({ WEIR_JOIN_URL, WEIR_JOIN_PIN, WEIR_NATS_URL })) as Joins;
}

describe('agents join', () => {
  it('the service of the release, and take no certificate but the one that is made for it', async () => {
    expect(await agentJoins()).toEqual({ WEIR_JOIN_URL: SERVICE, WEIR_JOIN_PIN: PIN });
    expect(await agentJoins('service.port=8443', 'publicUrl=https://weir.example')).toEqual({
      ...{ WEIR_JOIN_URL: 'https://weir.traffic.svc:8443', WEIR_JOIN_PIN: PIN },
    });
  });

  it('where people go, if the certificate is for that name; else the service again', async () => {
    const yours = 'aggregator.tls.existingSecret=of-mine';
    expect(await agentJoins(yours, 'publicUrl=https://weir.example/')).toEqual({
      ...{ WEIR_JOIN_URL: 'https://weir.example' },
    });
    expect(await agentJoins(yours, 'publicUrl=http://weir.example')).toEqual({ WEIR_JOIN_URL: SERVICE });
    expect(await agentJoins('aggregator.tls.plainHttp=true', 'publicUrl=https://weir.example')).toEqual({
      ...{ WEIR_JOIN_URL: 'https://weir.example' },
    });
  });

  it('the aggregator that they are told of, also one of another release', async () => {
    const [url, pin] = ['https://weir.other.svc:443', `sha256:${'0a'.repeat(32)}`];
    const told = { WEIR_JOIN_URL: url, WEIR_JOIN_PIN: pin };
    const values = [`agent.join.url=${url}`, `agent.join.pin=${pin}`];
    expect(await agentJoins(...values)).toEqual(told);
    expect(await agentJoins(...values, 'aggregator.enabled=false', 'nats.enabled=false')).toEqual(told);
  });

  it('nobody where NATS has no accounts, and are told where it is', async () => {
    const external = ['nats.enabled=false', 'nats.external.existingSecret=of-mine'];
    expect(await agentJoins(...external)).toEqual({ WEIR_NATS_URL: 'agent-url of-mine' });
    expect(await agentJoins(...external, 'nats.external.keysSecret=keys')).toMatchObject({ WEIR_JOIN_URL: SERVICE });
  });

  it('by a token of their service account that is for weir alone, or by one of yours', async () => {
    const volumeOf = async (...values: string[]): Promise<object> =>
      podOf(await set(...values), 'DaemonSet weir-agent').volumes.find(({ name }: { name: string }) => name === 'join');
    expect(await volumeOf()).toMatchObject({
      projected: { sources: [{ serviceAccountToken: { path: 'token', audience: 'weir' } }] },
    });
    expect(await volumeOf('agent.join.tokenSecret=of-mine')).toMatchObject({ secret: { secretName: 'of-mine' } });
  });
});

describe('the aggregator lets in', () => {
  const told = async (...values: string[]): Promise<unknown[]> => {
    const spec = podOf(await set(...values), 'Deployment weir-aggregator');
    const env = environmentOf(spec.containers[0].env, () => 'w');
    return [env['WEIR_JOIN_SERVICE_ACCOUNTS'], env['WEIR_STANDING_JOIN_TOKEN_FILE'], spec.serviceAccountName];
  };

  it('agents of its release, and of others that are named', async () => {
    expect(await told()).toEqual(['traffic/weir-agent', undefined, 'weir-aggregator']);
    expect(await told('aggregator.joinServiceAccounts={agents/weir-agent}')).toEqual([
      ...['traffic/weir-agent,agents/weir-agent', undefined, 'weir-aggregator'],
    ]);
    expect(await told('agent.enabled=false', 'aggregator.joinServiceAccounts={agents/weir-agent}')).toEqual([
      ...['agents/weir-agent', undefined, 'weir-aggregator'],
    ]);
  });

  it('agents by a token of yours, and asks the cluster nothing then', async () => {
    expect(await told('agent.join.tokenSecret=of-mine')).toEqual([undefined, '/etc/weir/join/token', undefined]);
  });

  it('nobody where NATS has no accounts, or no agent is to come', async () => {
    expect(await told('agent.enabled=false')).toEqual([undefined, undefined, undefined]);
    expect(await told('nats.enabled=false', 'nats.external.existingSecret=of-mine')).toEqual([
      ...[undefined, undefined, undefined],
    ]);
  });

  it('by the role api alone, which alone may ask the cluster', async () => {
    const pods = podsOf(await set('aggregator.layout=apart')).filter(({ name }) => name.startsWith('Deployment'));
    expect(Object.fromEntries(pods.map(({ name, spec }) => [name, spec.automountServiceAccountToken]))).toEqual({
      ...{ 'Deployment weir-ingest': false, 'Deployment weir-analyse': false, 'Deployment weir-api': true },
    });
  });
});

describe('keys and certificate', () => {
  it('are made by a job before anything else, for the names that the parts use', async () => {
    const objects = await render();
    const job = named(objects, 'Job', 'weir-make-keys');
    expect(job.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
    const env = environmentOf(job['spec'].template.spec.containers[0].env, () => '');
    const { WEIR_NATS_URL = '' } = environmentOf(
      podOf(await set('nats.replicas=3'), 'Deployment weir-aggregator').containers[0].env,
      () => '',
    );
    const servers = WEIR_NATS_URL.split(',').map((url) => new URL(url).hostname);
    expect(env['NATS_NAMES']?.split(',')).toEqual(['weir-nats', ...servers]);
    expect(env['CERTIFICATE_NAMES']?.split(',')).toContain(new URL(SERVICE).hostname);
  });

  it('are each shown to those who need them', async () => {
    const objects = await set('nats.replicas=3');
    const keysOf = (name: string): string[] =>
      podOf(objects, name).volumes.flatMap(({ secret }: { secret?: { items: { key: string }[] } }) =>
        (secret?.items ?? []).map(({ key }) => key),
      );
    expect(keysOf('Deployment weir-aggregator')).toEqual(['keys.json', 'tls.crt', 'tls.key']);
    expect(keysOf('StatefulSet weir-nats')).toEqual(['nats-accounts.conf', 'ca.pem', 'server.pem', 'server-key.pem']);
    expect(keysOf('DaemonSet weir-agent')).toEqual([]);
  });
});

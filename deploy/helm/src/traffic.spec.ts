import { describe, expect, it } from '@jest/globals';
import { type KubernetesObject, named, podsOf, render } from './render.js';

const policyOf = (objects: readonly KubernetesObject[], name: string): KubernetesObject['spec'] =>
  named(objects, 'NetworkPolicy', name)['spec'];
const componentsOf = (peers: { podSelector: { matchLabels: Record<string, string> } }[]): string[] =>
  peers.map(({ podSelector }) => podSelector.matchLabels['app.kubernetes.io/component'] ?? '');

describe('network policies', () => {
  it('let NATS and the database be reached by whom they are for', async () => {
    const objects = await render(['--set', 'aggregator.layout=apart']);
    const [clients, cluster] = policyOf(objects, 'weir-nats').ingress;
    expect(componentsOf(clients.from).sort()).toEqual(['agent', 'analyse', 'api', 'ingest']);
    expect(componentsOf(cluster.from)).toEqual(['nats']);
    const database = policyOf(objects, 'weir-database');
    expect(componentsOf(database.ingress[0].from).sort()).toEqual(['analyse', 'api', 'ingest']);
    expect(database.egress).toEqual([]);
  });

  it('let the dashboard be reached by those that are named, besides the chart’s own test and agents', async () => {
    const peer = 'networkPolicy.httpFrom[0].namespaceSelector.matchLabels.name=ingress';
    const [{ from }] = policyOf(await render(['--set', peer]), 'weir-aggregator').ingress;
    expect(from[0]).toEqual({ namespaceSelector: { matchLabels: { name: 'ingress' } } });
    expect(componentsOf(from.slice(1))).toEqual(['test', 'agent']);
  });

  it('let agents of another release join and reach NATS where they are named', async () => {
    const peer = 'networkPolicy.natsFrom[0].namespaceSelector.matchLabels.name=weir-agents';
    const others = 'networkPolicy.httpFrom[0].namespaceSelector.matchLabels.name=ingress';
    const objects = await render(['--set', `${peer},${others}`]);
    const [{ from: joining }] = policyOf(objects, 'weir-aggregator').ingress;
    expect(joining.at(-1)).toEqual({ namespaceSelector: { matchLabels: { name: 'weir-agents' } } });
    const [{ from }, { from: servers }] = policyOf(objects, 'weir-nats').ingress;
    expect(from.at(-1)).toEqual({ namespaceSelector: { matchLabels: { name: 'weir-agents' } } });
    expect(componentsOf(from.slice(0, -1))).toEqual(['agent', 'aggregator']);
    expect(componentsOf(servers)).toEqual(['nats']);
  });

  it('let agents ask the Kubernetes API where they name pods', async () => {
    const ports = async (...args: string[]): Promise<number[]> =>
      policyOf(await render(args), 'weir-agent').egress.flatMap((each: { ports: { port: number }[] }) =>
        each.ports.map(({ port }) => port),
      );
    expect(await ports()).toEqual([53, 53, 4_222, 7, 443, 6_443, 8_080]);
    expect(await ports('--set', 'agent.podNames=false')).toEqual([53, 53, 4_222, 7, 8_080]);
    const others = 'networkPolicy.dnsPorts={5353},networkPolicy.apiServerPorts={16443}';
    expect(await ports('--set', others)).toEqual([5_353, 5_353, 4_222, 7, 16_443, 8_080]);
  });

  it('are none where they are not wanted', async () => {
    expect(
      (await render(['--set', 'networkPolicy.enabled=false'])).filter(({ kind }) => kind === 'NetworkPolicy'),
    ).toEqual([]);
  });
});

describe('ways in', () => {
  it('keep live pages: an Ingress by annotations, an HTTPRoute by no bound at all', async () => {
    const ingress = named(
      await render(['--set', 'ingress.enabled=true,ingress.hosts={weir.example}']),
      'Ingress',
      'weir',
    );
    expect(ingress.metadata.annotations).toEqual({
      // By the certificate that the chart makes.
      'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS',
      'nginx.ingress.kubernetes.io/proxy-read-timeout': '3600',
      'nginx.ingress.kubernetes.io/proxy-send-timeout': '3600',
    });
    const ofPlain =
      'aggregator.tls.plainHttp=true,publicUrl=https://weir.example,ingress.enabled=true,ingress.hosts={weir.example}';
    expect(named(await render(['--set', ofPlain]), 'Ingress', 'weir').metadata.annotations).not.toHaveProperty([
      'nginx.ingress.kubernetes.io/backend-protocol',
    ]);
    const args =
      'httpRoute.enabled=true,httpRoute.parentRefs[0].name=public,publicUrl=https://weir.example,aggregator.tls.plainHttp=true';
    const [live] = named(await render(['--set', args]), 'HTTPRoute', 'weir')['spec'].rules;
    expect(live.matches.map(({ path }: { path: { value: string } }) => path.value)).toEqual(['/graphql', '/api']);
    expect(live.timeouts).toEqual({ request: '0s', backendRequest: '0s' });
  });

  it('let in those subnets that a load balancer is given', async () => {
    const args = 'service.type=LoadBalancer,service.loadBalancerSourceRanges={10.20.0.0/16}';
    expect(named(await render(['--set', args]), 'Service', 'weir')['spec'].loadBalancerSourceRanges).toEqual([
      '10.20.0.0/16',
    ]);
  });

  it('lead to the role api where roles run apart', async () => {
    const { selector } = named(await render(['--set', 'aggregator.layout=apart']), 'Service', 'weir')['spec'];
    expect(selector['app.kubernetes.io/component']).toBe('api');
  });
});

describe('how much runs', () => {
  it('is the autoscaler’s where there is one', async () => {
    const args = [
      '--set',
      'aggregator.layout=apart,aggregator.ingest.autoscaling.enabled=true,aggregator.api.replicas=5',
    ];
    const objects = await render(args);
    expect(named(objects, 'Deployment', 'weir-ingest')['spec']).not.toHaveProperty('replicas');
    expect(named(objects, 'HorizontalPodAutoscaler', 'weir-ingest')['spec']).toMatchObject({
      minReplicas: 2,
      maxReplicas: 6,
    });
    expect(named(objects, 'Deployment', 'weir-api')['spec'].replicas).toBe(5);
  });

  it('outlives a node: a budget for all but single servers, spread over nodes and zones', async () => {
    const budgets = async (...args: string[]): Promise<string[]> =>
      (await render(args)).filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
    expect(await budgets()).toEqual(['weir-aggregator']);
    expect((await budgets('--set', 'nats.replicas=3')).sort()).toEqual(['weir-aggregator', 'weir-nats']);
    expect(await budgets('--set', 'aggregator.podDisruptionBudget.maxUnavailable=0')).toEqual([]);
    const { spec } =
      podsOf(await render(['--set', 'nats.replicas=3'])).find(({ name }) => name === 'StatefulSet weir-nats') ?? {};
    expect(spec.topologySpreadConstraints).toMatchObject([
      { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' },
      { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway' },
    ]);
  });
});

describe('without aggregators', () => {
  it('agents alone are left', async () => {
    const objects = await render([
      '--set',
      'aggregator.enabled=false,nats.enabled=false,agent.join.url=https://weir.example',
    ]);
    const kinds = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();
    expect(kinds).toEqual([
      ...['ClusterRole traffic-weir-agent', 'ClusterRoleBinding traffic-weir-agent', 'DaemonSet weir-agent'],
      ...[
        'NetworkPolicy weir-agent',
        'PriorityClass traffic-weir-agent',
        'Service weir-agent',
        'ServiceAccount weir-agent',
      ],
    ]);
  });
});

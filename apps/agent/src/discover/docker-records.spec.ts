import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { toContainer as toContainerWith, toEvent, toNetwork } from './docker-records.js';
import { allowedLabels, labelFilter, noLabels } from './labels.js';

const toContainer = (value: unknown) => toContainerWith(value, noLabels);

const recorded = (name: string, engine = 'docker'): unknown[] =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${engine}/${name}.json`, import.meta.url), 'utf8'));

describe('what Docker lists', () => {
  it('gives containers their names, labels and endpoints', () => {
    const containers = recorded('containers').map(toContainer);
    expect(containers.map((each) => [each?.name, each?.stack, each?.service, each?.endpoints.length])).toEqual([
      ['hostish', null, null, 1],
      ['side', null, null, 0],
      ['shop-db-1', 'shop', 'shop_db', 1],
      ['shop-web-1', 'shop', 'web', 2],
    ]);
    expect(containers[3]?.endpoints).toContainEqual({
      networkId: '0615ae77d1d6f580680b4e795768a65bc805c7026e8d9814d25a8d95ca1efe99',
      ifname: null,
      ipv4: '172.29.1.2',
      ipv6: 'fd00:29::2',
      mac: '02:42:ac:1d:01:02',
    });
  });

  it('gives networks, but none that carry nothing of their own', () => {
    const networks = recorded('networks').flatMap((each) => toNetwork(each) ?? []);
    expect(networks.map(({ name, driver, internal, bridge }) => [name, driver, internal, bridge])).toEqual([
      ['shop_front', 'bridge', false, 'br-c3eaa27d9fba'],
      ['shop_back', 'bridge', true, 'br-0615ae77d1d6'],
    ]);
    expect(networks[1]?.subnets).toEqual(['172.29.1.0/24', 'fd00:29::/64']);
  });

  it('gives events the container they are about', () => {
    const lines = readFileSync(new URL('../../fixtures/docker/events.ndjson', import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const id = 'c9cb8da1a3a3731beaa827e03ac53a3de558541f4cdb569438eb1cdc71d531ed';
    expect(lines.map((line) => toEvent(JSON.parse(line)))).toEqual([
      { type: 'container', action: 'create', container: id },
      { type: 'container', action: 'attach', container: id },
      { type: 'network', action: 'connect', container: id },
      { type: 'container', action: 'start', container: id },
    ]);
  });

  it('knows a bridge by the name it was given, an overlay by none', () => {
    const network = {
      Id: 'i'.repeat(64),
      Name: 'n',
      Driver: 'bridge',
      Options: { 'com.docker.network.bridge.name': 'docker0' },
    };
    expect(toNetwork(network)?.bridge).toBe('docker0');
    expect(toNetwork({ ...network, Driver: 'overlay' })).toMatchObject({ bridge: null, subnets: [], internal: false });
  });

  it('cuts what is too long for a message to one character more than it takes, and takes nothing from rubbish', () => {
    const hostile = {
      Id: 'x',
      Names: ['/other/alias', '/own'],
      Image: 'i'.repeat(5_000),
      Labels: { 'com.docker.compose.project': `a\u0000${'b'.repeat(900)}` },
    };
    const container = toContainer(hostile);
    expect(container?.name).toBe('own');
    expect(container?.image).toHaveLength(1_025);
    expect(container?.stack).toMatch(/^ab{255}$/);
    expect(
      toContainer({ Id: 'x', Names: [7], NetworkSettings: { Networks: { a: null, b: { NetworkID: '' } } } }),
    ).toEqual({
      ...{ id: 'x', name: null, image: null, stack: null, service: null, endpoints: [], networkMode: null },
      ...{ pod: null, podNamespace: null, labels: {} },
    });
    for (const rubbish of [null, undefined, 7, 'text', [], {}]) {
      expect(toContainer(rubbish)).toBeNull();
      expect(toNetwork(rubbish)).toBeNull();
      expect(toEvent(rubbish)).toEqual({ type: '', action: '', container: null });
    }
  });

  it('names the containers of pods that Kubernetes runs by Docker as Kubernetes does', () => {
    const labels = {
      'io.kubernetes.container.name': 'app',
      'io.kubernetes.docker.type': 'container',
      'io.kubernetes.pod.name': 'web-6d4f9c7b5-x2x7k',
      'io.kubernetes.pod.namespace': 'shop',
    };
    const listed = { Id: 'x', Names: ['/k8s_app_web-6d4f9c7b5-x2x7k_shop_0f5ad1bc_0'], Labels: labels };
    const pod = { pod: 'web-6d4f9c7b5-x2x7k', podNamespace: 'shop' };
    expect(toContainer(listed)).toMatchObject({ ...pod, name: 'app' });
    const sandbox = { ...labels, 'io.kubernetes.container.name': 'POD', 'io.kubernetes.docker.type': 'podsandbox' };
    expect(toContainer({ ...listed, Labels: sandbox })).toMatchObject({ ...pod, name: 'pod sandbox' });
  });

  it('names the tasks, service and stack of a Swarm', () => {
    const listed = {
      Id: 'x',
      Names: ['/shop_web.1.4ynmv1k8zq7v'],
      Labels: {
        'com.docker.stack.namespace': 'shop',
        'com.docker.swarm.service.name': 'shop_web',
        'com.docker.swarm.task.name': 'shop_web.1.4ynmv1k8zq7v',
      },
    };
    expect(toContainer(listed)).toMatchObject({ name: 'shop_web.1.4ynmv1k8zq7v', stack: 'shop', service: 'shop_web' });
  });

  it('takes what Podman lists on its socket like Docker’s', () => {
    const containers = recorded('containers', 'podman').map(toContainer);
    expect(containers.map((each) => [each?.name, each?.stack, each?.service])).toEqual([
      ['plain', null, null],
      ['5c1725fe7caa-infra', null, null],
      ['inpod', null, null],
      ['web', 'shop', 'web'],
    ]);
    expect(containers[3]?.endpoints).toMatchObject([{ networkId: 'shop', ipv4: '10.89.0.5', ipv6: null }]);
    expect(recorded('networks', 'podman').map((each) => toNetwork(each)?.name)).toEqual(['shop', 'bridge']);
  });

  it('keeps no label that nobody asked for', () => {
    const listed = { Id: 'x', Labels: { team: 'payments', 'db.password': 'hunter2' } };
    expect(toContainer(listed)?.labels).toEqual({});
    const asked = toContainerWith(listed, labelFilter(['team']));
    expect(asked?.labels).toEqual({ team: 'payments' });
    expect(JSON.stringify(asked)).not.toContain('hunter2');
  });
});

describe('the labels that may be sent', () => {
  it.each([
    [['team'], ['team']],
    [['com.example.*'], ['com.example.a', 'com.example.b.c']],
    [
      ['app.kubernetes.io/*', 'team'],
      ['app.kubernetes.io/name', 'team'],
    ],
    [['com.example'], []],
    [[], []],
  ])('are, for %j, %j', (patterns, expected) => {
    const all = ['team', 'teams', 'com.example.a', 'com.example.b.c', 'com.examples', 'app.kubernetes.io/name'];
    expect(all.filter(labelFilter(patterns)).sort()).toEqual([...expected].sort());
  });

  it('fit in a message, whatever they say', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`many.${index}`, 'x'.repeat(5_000)]));
    const labels = allowedLabels(
      {
        ...many,
        ['many.'.padEnd(256, 'x')]: 'name',
        '': 'nameless',
        'many.!nul': 'a\u0000b',
        'many.!no': 7,
        'many.!': '',
      },
      () => true,
    );
    expect(Object.keys(labels).length).toBeLessThanOrEqual(64);
    expect(labels).toMatchObject({ 'many.!': '', 'many.!nul': 'ab', 'many.0': 'x'.repeat(1_024) });
  });
});

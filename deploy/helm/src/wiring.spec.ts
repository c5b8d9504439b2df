import { describe, expect, it } from '@jest/globals';
import { chooses, type KubernetesObject, named, type Pod, podsOf, render, VALUE_FILES, VALUE_SETS } from './render.js';

/** Secrets that value files name, which are of whoever installs. */
const OF_OTHERS =
  /^(weir-secret-keys|company-ca|weir-tls|weir-oidc|nats-addresses|database-address|nats-keys|weir-database-password|weir-join-token)$/;

interface Port {
  readonly name: string;
  readonly port: number;
  readonly targetPort: string;
}

describe.each(VALUE_SETS)('what the chart wires with %s', (_, args) => {
  it('chooses pods that there are', async () => {
    const objects = await render(args);
    const pods = podsOf(objects);
    for (const { kind, metadata, spec } of objects) {
      const name = `${kind} ${metadata.name}`;
      if (/Deployment|Set$/.test(kind)) {
        expect([name, chooses(spec.selector, spec.template.metadata.labels)]).toEqual([name, true]);
        expect([name, chosen(pods, spec.selector)]).toEqual([name, [name]]);
      }
      if (kind === 'PodDisruptionBudget') expect([name, chosen(pods, spec.selector).length]).toEqual([name, 1]);
      if (kind === 'NetworkPolicy') expect([name, chosen(pods, spec.podSelector).length]).toEqual([name, 1]);
      if (kind === 'HorizontalPodAutoscaler') named(objects, spec.scaleTargetRef.kind, spec.scaleTargetRef.name);
      if (kind === 'StatefulSet') named(objects, 'Service', spec.serviceName);
      for (const { labelSelector } of spec?.template?.spec.topologySpreadConstraints ?? []) {
        expect([name, chosen(pods, labelSelector)]).toEqual([name, [name]]);
      }
    }
  });

  it('leads services, probes and policies to ports that there are', async () => {
    const objects = await render(args);
    const pods = podsOf(objects);
    for (const { metadata, spec } of objects.filter(({ kind }) => kind === 'Service')) {
      const [pod, ...others] = pods.filter(({ labels }) => chooses({ matchLabels: spec.selector }, labels));
      expect([metadata.name, others]).toEqual([metadata.name, []]);
      for (const { targetPort } of spec.ports)
        expect([metadata.name, portsOf(pod)]).toEqual([metadata.name, expect.arrayContaining([targetPort])]);
    }
    for (const { spec } of objects.filter(({ kind }) => kind === 'NetworkPolicy')) {
      const [pod] = pods.filter(({ labels }) => chooses(spec.podSelector, labels));
      const wanted = spec.ingress.flatMap(({ ports }: { ports: Port[] }) => ports.map(({ port }) => port));
      expect(portsOf(pod)).toEqual(expect.arrayContaining(wanted));
      for (const { to, ports } of spec.egress.filter(({ to }: { to?: object }) => to)) {
        for (const { podSelector } of to) {
          const [other] = pods.filter(({ labels }) => chooses(podSelector, labels));
          const names = other?.spec.containers[0].ports.flatMap(
            ({ name, containerPort }: { name: string; containerPort: number }) => [name, containerPort],
          );
          expect(names).toEqual(expect.arrayContaining(ports.map(({ port }: Port) => port)));
        }
      }
    }
    for (const pod of pods) {
      const [{ startupProbe, readinessProbe, livenessProbe }] = pod.spec.containers;
      for (const probe of [startupProbe, readinessProbe, livenessProbe].filter((each) => each?.httpGet)) {
        expect([pod.name, portsOf(pod)]).toEqual([pod.name, expect.arrayContaining([probe.httpGet.port])]);
      }
    }
  });

  it('leads people to the API by ports of its service', async () => {
    const objects = await render(args);
    for (const { spec } of objects.filter(({ kind }) => kind === 'Ingress')) {
      for (const { http } of spec.rules) {
        const { service } = http.paths[0].backend;
        const ports: Port[] = named(objects, 'Service', service.name)['spec'].ports;
        expect(ports.map(({ name }) => name)).toContain(service.port.name);
      }
    }
    for (const { spec } of objects.filter(({ kind }) => kind === 'HTTPRoute')) {
      for (const { name, port } of spec.rules.flatMap(({ backendRefs }: { backendRefs: object[] }) => backendRefs)) {
        const ports: Port[] = named(objects, 'Service', name)['spec'].ports;
        expect(ports.map((each) => each.port)).toContain(port);
      }
    }
  });

  it('has every process scraped once', async () => {
    const objects = await render(args);
    const monitors = objects.filter(({ kind }) => kind === 'ServiceMonitor');
    const scraped = monitors.flatMap(({ spec }) =>
      objects
        .filter(({ kind, metadata }) => kind === 'Service' && chooses(spec.selector, metadata.labels))
        .filter((service) => service['spec'].ports.some(({ name }: Port) => name === spec.endpoints[0].port))
        .flatMap((service) => chosen(podsOf(objects), { matchLabels: service['spec'].selector })),
    );
    const ours = podsOf(objects)
      .map(({ name }) => name)
      .filter((name) => /^(DaemonSet|Deployment)/.test(name));
    expect(scraped.sort()).toEqual(monitors.length > 0 ? ours.sort() : []);
  });

  it('takes secrets that it makes, or that the values name', async () => {
    const objects = await render(args);
    const isOfOthers = (name: string): boolean => OF_OTHERS.test(name) || madeByJob(objects).includes(name);
    for (const { name, spec } of podsOf(objects)) {
      const text = JSON.stringify(spec);
      const refs = [...text.matchAll(/"secretKeyRef":(\{[^}]+\})/g)].map(([, ref = '']) => JSON.parse(ref));
      for (const ref of refs.filter((each) => !isOfOthers(each.name))) {
        expect([name, Object.keys(named(objects, 'Secret', ref.name)['data'])]).toEqual([
          name,
          expect.arrayContaining([ref.key]),
        ]);
      }
      for (const [, secretName = ''] of text.matchAll(/"secretName":"([^"]+)"/g))
        expect([secretName, isOfOthers(secretName)]).toEqual([secretName, true]);
      for (const [, configName = ''] of text.matchAll(/"configMap":\{"name":"([^"]+)"/g))
        named(objects, 'ConfigMap', configName);
      const mounted = spec.containers[0].volumeMounts?.map((mount: { name: string }) => mount.name) ?? [];
      const claims =
        objects.find((each) => `${each.kind} ${each.metadata.name}` === name)?.['spec'].volumeClaimTemplates ?? [];
      const volumes = [...(spec.volumes ?? []), ...claims.map((claim: KubernetesObject) => claim.metadata)];
      expect([name, mounted.sort()]).toEqual([name, volumes.map((each: { name: string }) => each.name).sort()]);
    }
  });
});

it('has value files', () => {
  expect(VALUE_FILES.length).toBeGreaterThanOrEqual(6);
});

function chosen(pods: readonly Pod[], selector: Parameters<typeof chooses>[0]): string[] {
  return pods.filter(({ labels }) => chooses(selector, labels)).map(({ name }) => name);
}

/** Before anything else runs. */
function madeByJob(objects: readonly KubernetesObject[]): string[] {
  const { env = [] } = objects.find(({ kind }) => kind === 'Job')?.['spec'].template.spec.containers[0] ?? {};
  return env.filter(({ name }: Port) => name.endsWith('_SECRET')).map(({ value }: { value: string }) => value);
}

function portsOf(pod: Pod | undefined): string[] {
  return pod?.spec.containers[0].ports?.map(({ name }: Port) => name) ?? [];
}

it('shows Prometheus a token for the aggregators, where a Secret is named, and none for agents', async () => {
  const objects = await render(['--set', 'serviceMonitor.enabled=true,serviceMonitor.tokenSecret=weir-scrape']);
  const monitors = objects.filter(({ kind }) => kind === 'ServiceMonitor');
  expect(monitors.map(({ metadata, spec }) => [metadata.name, spec.endpoints[0].authorization])).toEqual([
    ['weir-agent', undefined],
    ['weir-aggregator', { credentials: { name: 'weir-scrape', key: 'token' } }],
  ]);
});

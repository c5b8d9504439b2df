import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { asList } from './json.js';
import { toPod } from './kubernetes-records.js';
import { kubernetesFixture } from './kubernetes-server.fixture.js';
import { workloadOf } from './kubernetes-workload.js';
import { labelFilter, noLabels } from './labels.js';

const items = asList(kubernetesFixture('pods')['items']);
/** As the ids of the composed answer were made. */
const idOf = (name: string): string => createHash('sha256').update(name).digest('hex');

describe('what the Kubernetes API lists', () => {
  const pods = items.flatMap((each) => toPod(each, noLabels) ?? []);
  const podNamed = (name: string) => pods.find((pod) => pod.name.startsWith(name));

  it('gives pods their names, namespaces and workloads', () => {
    expect(pods.map(({ name, namespace, workload }) => [name, namespace, workload])).toEqual([
      ['web-6d4f9c7b5-x2x7k', 'shop', 'Deployment/web'],
      ['cni-agent-9w4bx', 'kube-system', 'DaemonSet/cni-agent'],
      ['kube-proxy-worker-1', 'kube-system', 'Node/worker-1'],
      ['backup-29394720-p5q9z', 'shop', 'CronJob/backup'],
      ['db-0', 'shop', 'StatefulSet/db'],
      ['starting', 'default', null],
    ]);
  });

  it('gives the containers of every runtime and kind their names, and the images people know', () => {
    expect(podNamed('web')?.containers).toEqual([
      { id: idOf('app'), name: 'app', image: 'registry.example.com/shop/web:1.4.2' },
      { id: idOf('proxy'), name: 'proxy', image: 'registry.example.com/proxy:2' },
      { id: idOf('migrate'), name: 'migrate', image: 'registry.example.com/shop/web:1.4.2' },
      { id: idOf('debugger'), name: 'debugger-7kq2v', image: 'busybox:1.36' },
    ]);
    expect(podNamed('backup')?.containers).toMatchObject([{ id: idOf('dump'), name: 'dump' }]);
    expect(podNamed('db')?.containers).toMatchObject([{ id: idOf('postgres'), name: 'postgres' }]);
  });

  it('knows a static pod by the hash that its cgroup is named after', () => {
    expect(podNamed('kube-proxy')).toMatchObject({
      uid: '2b7d1f44-6a10-4b0e-9d59-77a0c1c2f303',
      cgroupUid: '5b1e2ad0c7f94f0f8a6f3f1d2c3b4a59',
    });
    expect(podNamed('db')?.cgroupUid).toBe(podNamed('db')?.uid);
  });

  it('knows whether all containers of a pod were started', () => {
    expect(podNamed('web')?.isComplete).toBe(true);
    expect(podNamed('starting')).toMatchObject({ isComplete: false, containers: [] });
  });

  it('keeps no environment, and no label that nobody asked for', () => {
    expect(JSON.stringify(pods)).not.toContain('hunter2');
    expect(pods.every(({ labels }) => Object.keys(labels).length === 0)).toBe(true);
    const asked = toPod(items[0], labelFilter(['team', 'app']));
    expect(asked?.labels).toEqual({ app: 'web', team: 'storefront' });
  });

  it('takes nothing from rubbish', () => {
    for (const rubbish of [null, 7, 'text', [], {}, { metadata: { uid: 'x', name: 7 } }, { metadata: { name: 'x' } }]) {
      expect(toPod(rubbish, noLabels)).toBeNull();
    }
    const bare = { metadata: { uid: 'u', name: 'n', namespace: 's' } };
    const odd = {
      ...{ ...bare, spec: { containers: 7 } },
      status: { containerStatuses: [null, { name: 'a', containerID: 'containerd://short' }, { containerID: 7 }] },
    };
    expect(toPod(odd, noLabels)).toMatchObject({ containers: [], isComplete: false, workload: null });
    expect(toPod({ metadata: { ...bare.metadata, name: 'n\u0000'.repeat(900) } }, noLabels)?.name).toHaveLength(256);
  });
});

describe('the workload of a pod', () => {
  const owned = (kind: string, name: string, labels = {}) => ({
    labels,
    ownerReferences: [
      { kind: 'Other', name: 'other' },
      { kind, name, controller: true },
    ],
  });

  it.each([
    ['ReplicaSet', 'web-6d4f9c7b5', { 'pod-template-hash': '6d4f9c7b5' }, 'Deployment/web'],
    ['ReplicaSet', 'web-6d4f9c7b5', {}, 'ReplicaSet/web-6d4f9c7b5'],
    ['ReplicaSet', 'alone', { 'pod-template-hash': '6d4f9c7b5' }, 'ReplicaSet/alone'],
    ['Job', 'backup-29394720', {}, 'CronJob/backup'],
    ['Job', 'migrate-2', {}, 'Job/migrate-2'],
    ['Job', 'migrate', {}, 'Job/migrate'],
    ['DaemonSet', 'agent-29394720', {}, 'DaemonSet/agent-29394720'],
    ['StatefulSet', 'db', {}, 'StatefulSet/db'],
    ['Node', 'worker-1', {}, 'Node/worker-1'],
    ['Cluster', 'postgres', {}, 'Cluster/postgres'],
  ])('is, owned by %s %s with %j, %s', (kind, name, labels, expected) => {
    expect(workloadOf(owned(kind, name, labels))).toBe(expected);
  });

  it.each([
    ['nothing owns it', {}],
    ['nothing controls it', { ownerReferences: [{ kind: 'Job', name: 'x' }] }],
    ['its owner has no name', { ownerReferences: [{ kind: 'Job', controller: true }, null] }],
  ])('is none where %s', (_, metadata) => {
    expect(workloadOf(metadata)).toBeNull();
  });
});

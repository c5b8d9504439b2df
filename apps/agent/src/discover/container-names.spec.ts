import { describe, expect, it } from '@jest/globals';
import { nameContainers } from './container-names.js';
import type { FoundContainer } from './discovery.js';
import type { DockerContainer } from './docker-records.js';
import type { Pod } from './kubernetes-records.js';

const id = (letter: string): string => letter.repeat(64);
const found = (letter: string, fields: Partial<FoundContainer> = {}): FoundContainer => ({
  ...{ id: id(letter), namespace: 'aaaaaaaaaaaa', hostNetwork: false, podUid: null, startedAt: null },
  ...fields,
});
const docker = (letter: string, fields: Partial<DockerContainer>): DockerContainer => ({
  ...{ id: id(letter), name: null, image: null, stack: null, service: null, pod: null, podNamespace: null },
  ...{ labels: {}, endpoints: [], networkMode: null },
  ...fields,
});
const web: Pod = {
  ...{ uid: 'uid-web', cgroupUid: 'uid-web', name: 'web-6d4f9c7b5-x2x7k', namespace: 'shop' },
  ...{ workload: 'Deployment/web', labels: { team: 'storefront' }, isComplete: true },
  containers: [
    { id: id('a'), name: 'app', image: 'web:1' },
    { id: id('b'), name: 'proxy', image: 'proxy:2' },
  ],
};
const inPod = { pod: 'web-6d4f9c7b5-x2x7k', podNamespace: 'shop', workload: 'Deployment/web' };

function names(list: FoundContainer[], pods: Pod[], containers: DockerContainer[] = []) {
  const byId = new Map(containers.map((each) => [each.id, each]));
  return list.map(nameContainers(list, byId, new Map(pods.map((pod) => [pod.uid, pod]))));
}

describe('the names of containers', () => {
  it('are those of the pod, by the container’s id', () => {
    expect(names([found('a'), found('b')], [web])).toEqual([
      { ...inPod, name: 'app', image: 'web:1', stack: null, service: null, labels: { team: 'storefront' } },
      { ...inPod, name: 'proxy', image: 'proxy:2', stack: null, service: null, labels: { team: 'storefront' } },
    ]);
  });

  it('are the pod’s for its sandbox too, by the namespace they share', () => {
    const list = [found('a', { startedAt: 20 }), found('e', { startedAt: 10 })];
    expect(names(list, [web])).toMatchObject([
      { ...inPod, name: 'app' },
      { ...inPod, name: 'pod sandbox' },
    ]);
  });

  it('are the pod’s by its uid in the cgroup, also on the host’s network', () => {
    const onHost = { namespace: null, hostNetwork: true, podUid: 'uid-web' };
    const list = [found('e', { ...onHost, startedAt: 10 }), found('a', { ...onHost, startedAt: 20 })];
    expect(names(list, [web])).toMatchObject([
      { ...inPod, name: 'pod sandbox' },
      { ...inPod, name: 'app' },
    ]);
    const other = found('f', { namespace: null, hostNetwork: true, startedAt: 5 });
    expect(names([...list, other], [web])[2]).toMatchObject({ pod: null, name: null });
  });

  it('are a static pod’s by the hash of its configuration', () => {
    const proxy: Pod = { ...web, uid: 'mirror', cgroupUid: '5b1e2ad0c7f94f0f8a6f3f1d2c3b4a59', containers: [] };
    const list = [found('e', { podUid: '5b1e2ad0c7f94f0f8a6f3f1d2c3b4a59', startedAt: 10 })];
    expect(names(list, [proxy])).toMatchObject([{ ...inPod, name: 'pod sandbox' }]);
  });

  it('call no container a sandbox that the API does not tell yet', () => {
    const list = [found('e', { startedAt: 10 }), found('a', { startedAt: 20 }), found('c', { startedAt: 30 })];
    expect(names(list, [web])[2]).toMatchObject({ ...inPod, name: null });
    const starting = [found('e', { podUid: 'uid-web', startedAt: 10 })];
    expect(names(starting, [{ ...web, containers: [], isComplete: false }])).toMatchObject([{ ...inPod, name: null }]);
  });

  it('are Docker’s where there is no Kubernetes', () => {
    const side = docker('a', {
      name: 'shop-web-1',
      image: 'web',
      stack: 'shop',
      service: 'web',
      labels: { team: 'x' },
    });
    expect(names([found('a'), found('b')], [], [side])).toEqual([
      {
        ...{ name: 'shop-web-1', image: 'web', stack: 'shop', service: 'web', labels: { team: 'x' } },
        ...{ pod: null, podNamespace: null, workload: null },
      },
      {
        ...{ name: null, image: null, stack: null, service: null, labels: {} },
        ...{ pod: null, podNamespace: null, workload: null },
      },
    ]);
  });

  it('are what Docker’s labels tell of the pod where the Kubernetes API cannot be asked', () => {
    const labelled = docker('a', { name: 'app', pod: 'web-6d4f9c7b5-x2x7k', podNamespace: 'shop' });
    expect(names([found('a')], [], [labelled])[0]).toMatchObject({ ...inPod, name: 'app', workload: null });
    const sandbox = docker('e', { name: 'pod sandbox', image: 'pause:3.9' });
    const list = [found('e', { startedAt: 10 }), found('a', { startedAt: 20 })];
    expect(names(list, [web], [sandbox, labelled])).toMatchObject([
      { ...inPod, name: 'pod sandbox', image: 'pause:3.9' },
      { ...inPod, name: 'app', image: 'web:1' },
    ]);
  });
});

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DockerEngine, startDockerEngine } from '../support/docker.js';
import { asTexts, kernelCounters } from '../support/link.js';
import { describeIf, dockerEngine, natsServer } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';
import { eventually } from '../support/eventually.js';

interface ContainerRow {
  name: string;
  hostNetwork: boolean;
  interfaces: { id: string; name: string; network: { name: string } | null; containers: { name: string }[] }[];
}

const CONTAINERS = `{ hosts { nodes { containers { name hostNetwork
  interfaces { id name network { name } containers { name } } } } } }`;

describeIf([natsServer, ...dockerEngine], 'two containers on a user-defined network', () => {
  let docker: DockerEngine;
  let stack: Stack;
  let pids: Record<string, number>;

  beforeAll(async () => {
    docker = await startDockerEngine();
    await docker.loadBusyboxImage();
    stack = await startStack({ dockerHost: docker.host });
    await docker.createNetwork('shop');
    const server = await docker.run({
      name: 'shop-db',
      network: 'shop',
      command: ['nc', '-ll', '-p', '7000', '-e', 'cat'],
    });
    const client = await docker.run({
      name: 'shop-web',
      network: 'shop',
      command: ['sh', '-c', 'sleep 2; dd if=/dev/zero bs=1000 count=5000 | nc shop-db 7000 >/dev/null; sleep 600'],
    });
    await docker.run({ name: 'shop-side', network: 'container:shop-web', command: ['sleep', '600'] });
    await docker.run({ name: 'on-the-host', network: 'host', command: ['sleep', '600'] });
    pids = { 'shop-db': server.pid, 'shop-web': client.pid };
  });

  afterAll(async () => {
    await stack?.stop();
    await docker?.stop();
  });

  const containers = async (): Promise<ContainerRow[]> => {
    const { hosts } = await stack.graphql<{ hosts: { nodes: { containers: ContainerRow[] }[] } }>(CONTAINERS);
    return hosts.nodes.flatMap((host) => host.containers);
  };
  const uplinkOf = (rows: ContainerRow[], name: string): ContainerRow['interfaces'][number] | undefined =>
    rows.find((row) => row.name === name)?.interfaces.find((entry) => entry.name === 'eth0');

  it.each(['shop-db', 'shop-web'])('%s appears with its name and the name of its network', async (name) => {
    await eventually('it is listed', async () => {
      expect(uplinkOf(await containers(), name)?.network?.name).toBe('shop');
    });
  });

  it.each(['shop-db', 'shop-web'])('the counts of %s equal its own net/dev', async (name) => {
    await eventually(
      'the totals equal its counters',
      async () => {
        const kernel = kernelCounters('eth0', pids[name]);
        expect(kernel.rxBytes + kernel.txBytes).toBeGreaterThan(10_000_000n);
        const id = uplinkOf(await containers(), name)?.id;
        const { totals } = await stack.get<{ totals: Record<string, string> }>(`/api/v1/interface/${id}/stats`);
        expect(totals).toEqual(asTexts(kernel));
        expect(await stack.storedSums(id ?? '')).toEqual(asTexts(kernel));
      },
      30_000,
    );
  });

  it('a container that joined another’s network is one group with it: the same interfaces, listed once', async () => {
    await eventually('it is listed', async () => {
      const rows = await containers();
      const web = uplinkOf(rows, 'shop-web');
      expect(uplinkOf(rows, 'shop-side')).toEqual(web);
      expect(web?.containers).toEqual([{ name: 'shop-side' }, { name: 'shop-web' }]);
      const list = await stack.get<{ net_id: string; container: string | null }[]>('/api/v1/interface');
      const listed = list.filter(({ container }) => container?.includes('shop-web'));
      expect(listed.map(({ container }) => container)).toEqual(listed.map(() => 'shop-side, shop-web'));
      expect(listed.filter(({ net_id }) => net_id === web?.id)).toHaveLength(1);
    });
  });

  it('a container on the host’s network is listed as such, with no interface of its own', async () => {
    await eventually('it is listed', async () => {
      const row = (await containers()).find(({ name }) => name === 'on-the-host');
      expect(row).toMatchObject({ hostNetwork: true, interfaces: [] });
    });
  });
});

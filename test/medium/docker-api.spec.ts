import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PerCounter } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readDockerAddress } from '../../apps/agent/src/config/docker-address.js';
import { dockerEngine as engineAt } from '../../apps/agent/src/discover/docker-engine.js';
import { freePort } from '../../deploy/local/src/process/port.js';
import { startAgent } from '../support/agent.js';
import { type Certificates, makeCertificates } from '../support/certificates.js';
import { type DockerEngine, type RunningContainer, startDockerEngine } from '../support/docker.js';
import { eventually } from '../support/eventually.js';
import { asTexts, kernelCounters } from '../support/link.js';
import type { TestProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, dockerEngine, natsServer, openssl } from '../support/requirements.js';
import { type Stack, startStack } from '../support/stack.js';

interface HostRow {
  name: string;
  docker: string;
  bootedAt: string | null;
  kernel: string;
  missing: string[];
  interfaces: { key: string; class: string; resets: number }[];
  containers: ContainerRow[];
}

interface ContainerRow {
  name: string;
  hostNetwork: boolean;
  interfaces: { id: string; name: string; network: { name: string } | null }[];
}

const HOSTS = `{ hosts { nodes { name docker bootedAt kernel missing interfaces { key class resets }
  containers { name hostNetwork interfaces { id name network { name } } } } } }`;
/** The engine's second and the agent's are not in step, and totals are a second old. */
const PATIENCE_MS = 40_000;
const SERVER = ['nc', '-ll', '-p', '7000', '-e', 'cat'];
const sendTo = (name: string): string => `dd if=/dev/zero bs=1000 count=3000 2>/dev/null | nc ${name} 7000 >/dev/null`;

describeIf([natsServer, openssl, ...dockerEngine], 'an engine without a proc root, by its socket and by TLS', () => {
  let certificates: Certificates;
  let port: number;
  let docker: DockerEngine;
  let stack: Stack;
  let remote: TestProcess;
  let web: RunningContainer;
  let client: RunningContainer;

  beforeAll(async () => {
    certificates = makeCertificates();
    port = await freePort();
    docker = await startDockerEngine({ port, certificates: certificates.server });
    await docker.loadBusyboxImage();
    await docker.createNetwork('shop');
    stack = await startStack({
      dockerHost: docker.host,
      env: { WEIR_PROC_ROOT: '/no/such/proc', WEIR_HOST_NAME: 'local' },
    });
    remote = startAgent({
      WEIR_NATS_URL: stack.nats.url,
      WEIR_STATE_DIR: join(temporaryDirectory('remote'), 'agent'),
      WEIR_HOST_NAME: 'remote',
      WEIR_ENGINE: 'remote',
      DOCKER_HOST: `tcp://127.0.0.1:${port}`,
      DOCKER_TLS_VERIFY: '1',
      DOCKER_CERT_PATH: certificates.client,
    });
    // What starts from now on is counted from its first byte.
    await eventually('both agents hear from the engine', async () => {
      expect((await hosts()).map(({ docker: state }) => state)).toEqual(['CONNECTED', 'CONNECTED']);
    });
    web = await docker.run({ name: 'web', network: 'shop', command: SERVER });
    client = await docker.run({ name: 'client', network: 'shop', command: ['sleep', '3600'] });
    await docker.run({ name: 'side', network: 'container:web', command: ['sleep', '3600'] });
    await docker.run({ name: 'on-the-host', network: 'host', command: ['sleep', '3600'] });
  });

  afterAll(async () => {
    await remote?.stop();
    await stack?.stop();
    await docker?.stop();
  });

  const hosts = async (): Promise<HostRow[]> => {
    const { hosts: all } = await stack.graphql<{ hosts: { nodes: HostRow[] } }>(HOSTS);
    return all.nodes.sort((a, b) => a.name.localeCompare(b.name));
  };
  const host = async (name: string): Promise<HostRow> => {
    const found = (await hosts()).find((each) => each.name === name);
    if (!found) throw new Error(`there is no host ${name}`);
    return found;
  };
  const eth0 = async (name: string, containerName: string): Promise<string> => {
    const container = (await host(name)).containers.find((each) => each.name === containerName);
    const [only, ...others] = container?.interfaces ?? [];
    if (!only || others.length > 0) throw new Error(`${containerName} has ${others.length + 1} interfaces`);
    return only.id;
  };
  const totals = async (id: string): Promise<PerCounter<string>> =>
    (await stack.get<{ totals: PerCounter<string> }>(`/api/v1/interface/${id}/stats`)).totals;
  /** Answers the kernel's counters once an agent's totals equal them. */
  const agree = (name: string, containerName: string, pid: number): Promise<PerCounter<bigint>> =>
    eventually(
      `what ${name} counted for ${containerName} equals its own net/dev`,
      async () => {
        const kernel = kernelCounters('eth0', pid);
        expect(await totals(await eth0(name, containerName))).toEqual(asTexts(kernel));
        return kernel;
      },
      PATIENCE_MS,
    );
  const send = async (name = 'web'): Promise<void> => {
    const exec = await client.container.exec({ Cmd: ['sh', '-c', sendTo(name)], AttachStdout: true });
    const stream = await exec.start({});
    await new Promise((resolve) => stream.on('end', resolve).resume());
  };
  const pidOf = async ({ container }: RunningContainer): Promise<number> => (await container.inspect()).State.Pid;

  it('is heard only with the certificates that its authority signed, and only where they are its own', async () => {
    const ask = (certPath: string): Promise<string | null> => {
      const { address } = readDockerAddress({ host: `tcp://127.0.0.1:${port}`, tlsVerify: '1', certPath });
      return engineAt(address).hostName();
    };
    expect(await ask(certificates.client)).not.toBeNull();
    await expect(ask(makeCertificates().client)).rejects.toThrow(/certificate/);
    const stranger = temporaryDirectory('stranger');
    copyFileSync(join(certificates.client, 'ca.pem'), join(stranger, 'ca.pem'));
    await expect(ask(stranger)).rejects.toThrow();
  });

  it.each(['local', 'remote'])('%s: counts equal the container’s own net/dev after traffic', async (name) => {
    await send();
    for (const [containerName, { pid }] of [['web', web] as const, ['client', client] as const]) {
      const kernel = await agree(name, containerName, pid);
      expect(kernel.rxBytes + kernel.txBytes).toBeGreaterThan(6_000_000n);
      expect(await stack.storedSums(await eth0(name, containerName))).toEqual(asTexts(kernel));
    }
  });

  it.each(['local', 'remote'])(
    '%s: knows containers, their network, and what shares one, counted once',
    async (name) => {
      const { interfaces, containers } = await host(name);
      const rows = new Map(containers.map((each) => [each.name, each]));
      expect(rows.get('web')?.interfaces).toMatchObject([{ name: 'eth0', network: { name: 'shop' } }]);
      expect(rows.get('side')?.interfaces).toEqual(rows.get('web')?.interfaces);
      expect(rows.get('on-the-host')).toMatchObject({ hostNetwork: true, interfaces: [] });
      expect(interfaces.map((each) => each.class)).toEqual(['CONTAINER', 'CONTAINER']);
    },
  );

  it('says what is missing, of this host and of one elsewhere', async () => {
    const [local, elsewhere] = await hosts();
    expect(local?.missing).toContain('Interfaces of the host: /no/such/proc shows no process.');
    expect(local?.bootedAt).not.toBeNull();
    expect(elsewhere?.missing).toContain('Interfaces of the host: the engine is remote.');
    expect(elsewhere).toMatchObject({ bootedAt: null, kernel: expect.stringMatching(/^\d/) });
    for (const { missing } of [local, elsewhere].filter((each) => each !== undefined)) {
      expect(missing).toContain('Loopback interfaces of containers: Docker does not count them.');
    }
  });

  it('counts on exactly where the agents were killed under traffic', async () => {
    const before = kernelCounters('eth0', web.pid).rxBytes;
    const sending = send();
    await Promise.all([stack.agent.kill(), remote.kill()]);
    await sending;
    await Promise.all([stack.agent.restart(), remote.restart()]);
    await send();
    for (const name of ['local', 'remote']) {
      const kernel = await agree(name, 'web', web.pid);
      expect(kernel.rxBytes - before).toBeGreaterThan(6_000_000n);
      expect(await stack.storedSums(await eth0(name, 'web'))).toEqual(asTexts(kernel));
    }
  });

  it('loses nothing while the engine is away, and shows that time as unread', async () => {
    const away = new Date();
    await docker.shutDown();
    await eventually('the agents notice', async () => {
      expect((await hosts()).map(({ docker: state }) => state)).not.toContain('CONNECTED');
    });
    await docker.startAgain();
    await send();
    for (const name of ['local', 'remote']) {
      const kernel = await agree(name, 'web', web.pid);
      const id = await eth0(name, 'web');
      expect(await stack.storedSums(id)).toEqual(asTexts(kernel));
      const [unread] = await stack.sql<{ count: number }>(
        'SELECT count(*)::int AS count FROM unread JOIN series USING (series_id) WHERE net_id = $1 AND time > $2',
        [id, away],
      );
      expect(unread?.count).toBeGreaterThan(0);
    }
  });

  it.each(['web', 'fresh'])('begins anew with a container that is restarted, without a spike: %s', async (name) => {
    // The new counters of one soon pass its old ones, as if they had only grown; those of the other do not.
    const container = name === 'web' ? web : await docker.run({ name, network: 'shop', command: SERVER });
    const before = await agree('local', name, container.pid);
    await agree('remote', name, container.pid);
    await container.container.restart({ t: 0 });
    const pid = await pidOf(container);
    await send(name);
    for (const agent of ['local', 'remote']) {
      const kernel = await agree(agent, name, pid);
      await eventually('the reset is told', async () => {
        const key = `${container.id.slice(0, 12)}/eth0`;
        expect((await host(agent)).interfaces.find((each) => each.key === key)?.resets).toBe(1);
      });
      // What it had counted before stays, and what came since is what it counted itself; its last words are few.
      const { rxBytes } = await stack.storedSums(await eth0(agent, name));
      const lastWords = BigInt(rxBytes) - before.rxBytes - kernel.rxBytes;
      expect(lastWords >= 0n && lastWords < 2_000n).toBe(true);
    }
  });
});

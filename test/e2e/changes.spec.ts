import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type DockerEngine, startDockerEngine } from '../support/docker.js';
import { eventually } from '../support/eventually.js';
import { startProcess, type TestProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, dockerEngine } from '../support/requirements.js';

const MAIN = new URL('../../apps/agent/dist/main.js', import.meta.url).pathname;
const ip = async (...args: string[]): Promise<unknown> => promisify(execFile)('ip', args);

interface Event {
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
}

describeIf(dockerEngine, 'what changes on a real Docker host', () => {
  let docker: DockerEngine;
  let agent: TestProcess;
  const bridge = `wt${randomBytes(3).toString('hex')}`;

  beforeAll(async () => {
    docker = await startDockerEngine();
    await docker.loadBusyboxImage();
    await docker.client.getImage('weir-busybox').tag({ repo: 'weir-busybox', tag: 'v2' });
    agent = startProcess({
      name: 'agent',
      command: process.execPath,
      args: [MAIN, '--stdout'],
      env: {
        ...{ DOCKER_HOST: docker.host, WEIR_CGROUP_PREFIX: docker.cgroup, WEIR_EXCLUDE_CONTAINERS: 'ci-*' },
        WEIR_STATE_DIR: temporaryDirectory('agent-state'),
      },
    });
    await eventually('the host is known', () => expect(messages('inventory').length).toBeGreaterThan(0));
  });

  afterAll(async () => {
    await agent?.stop();
    await ip('link', 'delete', `${bridge}x`).catch(() => ip('link', 'delete', bridge).catch(() => undefined));
    await docker?.stop();
  });

  function messages<T>(kind: string): T[] {
    return agent
      .log()
      .split('\n')
      .filter((line) => line.startsWith(`{"subject":"weir.v1.${kind}.`))
      .map((line) => (JSON.parse(line) as { message: T }).message);
  }

  const seen = (): string[] => messages<Event>('event').map(({ kind, text }) => `${kind}: ${text}`);
  const tells = (text: string, withinMs = 15_000): Promise<void> =>
    eventually(`the agent tells ${text}`, () => expect(seen()).toContain(text), withinMs);

  async function start(name: string, image: string): Promise<void> {
    const container = await docker.client.createContainer({
      ...{ name, Image: image, Cmd: ['sleep', '600'], HostConfig: { NetworkMode: 'shop', Init: false } },
    });
    await container.start();
  }

  it('networks and containers that come', async () => {
    await docker.createNetwork('shop');
    await docker.createNetwork('back');
    await start('web', 'weir-busybox');
    await start('ci-1', 'weir-busybox');
    await tells('container.started: web was started, of the image weir-busybox');
    await eventually('the networks are told', () =>
      expect(
        seen().filter((text) => /^network.added: The network (shop|back) was added: bridge, /.test(text)),
      ).toHaveLength(2),
    );
  });

  it('an interface that a running container gets and loses', async () => {
    // What comes in the first ten seconds belongs to its start.
    await sleep(11_000);
    const back = docker.client.getNetwork('back');
    await back.connect({ Container: 'web' });
    await tells('interface.added: eth1 of web was added');
    await back.disconnect({ Container: 'web' });
    await tells('interface.removed: eth1 of web was removed');
  });

  it('a container that another one replaces, of another image', async () => {
    await docker.client.getContainer('web').remove({ force: true });
    await start('web', 'weir-busybox:v2');
    await tells('container.image: web now runs weir-busybox:v2 (was weir-busybox)');
  });

  it('interfaces of the host that come, are set otherwise, get another name, and go', async () => {
    await ip('link', 'add', bridge, 'type', 'bridge');
    await tells(`interface.added: ${bridge} was added`);
    await ip('link', 'set', bridge, 'mtu', '1400');
    // Nobody tells of an MTU: it is looked at every 30 s.
    await tells(`interface.mtu: The MTU of ${bridge} is now 1400 (was 1500)`, 45_000);
    await ip('link', 'set', bridge, 'name', `${bridge}x`);
    await tells(`interface.renamed: ${bridge} is now called ${bridge}x`);
    await ip('link', 'delete', `${bridge}x`);
    await tells(`interface.removed: ${bridge}x was removed`);
  });

  it('containers and networks that go', async () => {
    await docker.client.getContainer('web').remove({ force: true });
    await tells('container.stopped: web stopped');
    await docker.client.getNetwork('back').remove();
    await tells('network.removed: The network back was removed');
  });

  it('and nothing else: no veth, no namespace, no bridge of Docker’s, nothing that is left out', () => {
    const ofDocker = /^host\/(veth|br-[0-9a-f]{12}$)/;
    expect(messages<Event>('event').filter(({ subject }) => ofDocker.test(subject))).toEqual([]);
    // The host is not the test's alone.
    const own = messages<Event>('event').filter(
      ({ subject }) => !subject.startsWith('host/') || subject.includes(bridge),
    );
    expect(own.map(({ kind }) => kind).sort()).toEqual([
      ...['container.image', 'container.started', 'container.stopped'],
      ...['interface.added', 'interface.added', 'interface.mtu', 'interface.removed', 'interface.removed'],
      ...['interface.renamed', 'network.added', 'network.added', 'network.removed'],
    ]);
    const inventories = messages<{ containers: { name: string | null }[] }>('inventory');
    expect(inventories.flatMap(({ containers }) => containers.map(({ name }) => name))).not.toContain('ci-1');
  });
});

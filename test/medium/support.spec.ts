import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startBrowser } from '../support/browser.js';
import { execute, type TestDatabase } from '../support/database.js';
import { startDockerEngine, type DockerEngine } from '../support/docker.js';
import { eventually } from '../support/eventually.js';
import { createPeerLink, kernelCounters } from '../support/link.js';
import { startNats, type TestNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { startProcess } from '../support/process.js';
import { chromium, debian13, describeIf, dockerEngine, natsServer, root } from '../support/requirements.js';
import { freeSubnet } from '../support/subnet.js';
import { startTimescale } from '../support/timescale.js';
import { trixieNatsServer } from '../support/trixie.js';

async function keepsStreams(nats: TestNats): Promise<void> {
  const before = await connect({ servers: nats.url });
  await (await jetstreamManager(before)).streams.add({ name: 'KEEP', subjects: ['keep'] });
  await jetstream(before).publish('keep', 'a');
  await nats.kill();
  await expect(connect({ servers: nats.url, reconnect: false })).rejects.toThrow();
  await nats.restart();
  const after = await connect({ servers: nats.url });
  const { state } = await (await jetstreamManager(after)).streams.info('KEEP');
  expect(state.messages).toBe(1);
  await Promise.all([before.close(), after.close()]);
}

async function keepsRows(database: TestDatabase): Promise<void> {
  await execute(database.url, 'CREATE TABLE kept AS SELECT 1 AS n');
  await database.kill();
  await expect(execute(database.url, 'SELECT 1')).rejects.toThrow();
  await database.restart();
  expect(await execute(database.url, 'SELECT n FROM kept')).toEqual([{ n: 1 }]);
  await expect(execute(await database.createDatabase(), 'SELECT n FROM kept')).rejects.toThrow('does not exist');
}

describeIf(natsServer, 'a NATS server for tests', () => {
  it('keeps its streams when it is killed and restarted', async () => {
    await keepsStreams(await startNats());
  });
});

describeIf(debian13, 'a newer NATS server, from Debian 13, for tests', () => {
  it('keeps its streams when it is killed and restarted', async () => {
    await keepsStreams(await startNats({ command: await trixieNatsServer() }));
  });
});

describe('a PostgreSQL server for tests', () => {
  it('keeps its rows when it is killed and restarted, and gives empty databases', async () => {
    await keepsRows(await startPostgres());
  });
});

describeIf(debian13, 'a TimescaleDB server for tests', () => {
  it('is the apache edition, keeps its rows when it is killed and restarted, and gives empty databases', async () => {
    const database = await startTimescale();
    expect(await execute(await database.createDatabase(), 'SHOW timescaledb.license')).toEqual([
      { 'timescaledb.license': 'apache' },
    ]);
    await keepsRows(database);
  });
});

describeIf(dockerEngine, 'a Docker engine for tests', () => {
  let engine: DockerEngine;

  beforeAll(async () => {
    engine = await startDockerEngine();
    await engine.loadBusyboxImage();
  });

  it('runs containers that find and reach each other by name', async () => {
    await engine.createNetwork('support');
    const command = ['nc', '-ll', '-p', '7000', '-e', 'cat'];
    const server = await engine.run({ name: 'echo', network: 'support', command, labels: { role: 'server' } });
    expect(existsSync(`/proc/${server.pid}/net/dev`)).toBe(true);
    const client = await engine.run({
      name: 'caller',
      network: 'support',
      command: ['sh', '-c', 'until echo hello | nc -w 1 echo 7000; do sleep 0.2; done; sleep 60'],
    });
    await eventually('the answer is in the log', async () => {
      expect((await client.container.logs({ stdout: true })).toString()).toContain('hello');
    });
  });

  it('leaves nothing behind', async () => {
    const bridges = (): string => execFileSync('ip', ['-br', 'link', 'show', 'type', 'bridge']).toString();
    const [network] = await engine.client.listNetworks({ filters: { name: ['support'] } });
    const bridge = `br-${network?.Id.slice(0, 12)}`;
    expect(bridges()).toContain(bridge);
    await engine.stop();
    expect(bridges()).not.toContain(bridge);
    const processes = execFileSync('ps', ['-eo', 'args']).toString();
    expect(processes).not.toContain(engine.host.replace('unix://', '').replace('/docker.sock', ''));
    expect(existsSync(`/sys/fs/cgroup/memory${engine.cgroup}`)).toBe(false);
  });
});

describeIf(root, 'a link to a peer, for tests', () => {
  const ip = (...args: string[]): string => execFileSync('ip', args).toString();

  it('carries what is sent, and goes', async () => {
    const link = createPeerLink();
    await link.receive(10_000);
    expect(kernelCounters(link.interface).rxBytes).toBeGreaterThan(10_000n);
    link.remove();
    expect(ip('-br', 'link')).not.toContain(link.interface);
  });

  it('goes, too, when its process is killed', async () => {
    const script = `import('./support/link.ts').then(({ createPeerLink }) =>
      console.log('made', createPeerLink().interface)); setInterval(() => undefined, 1_000);`;
    const owner = startProcess({ name: 'link', command: process.execPath, args: ['--import', 'tsx', '-e', script] });
    const [, name = ''] = await owner.waitForLog(/made (\S+)/);
    expect(ip('-br', 'link')).toContain(name);
    await owner.kill();
    await eventually('it has gone', () => {
      expect(ip('-br', 'link')).not.toContain(name);
      expect(ip('netns', 'list')).not.toContain(name.replace('wt', 'weir-'));
    });
  });

  it('is on a subnet that nothing is on, whatever was left behind', () => {
    const two = { first: '10.213.255.248', bits: 30, count: 2 };
    const left = (place: string): string => `weir-left-${place}`;
    const leave = (place: string): void => {
      ip('link', 'add', left(place), 'type', 'bridge');
      ip('addr', 'add', `10.213.255.${place}/30`, 'dev', left(place));
      ip('link', 'set', left(place), 'up');
    };
    try {
      leave('249');
      expect([freeSubnet(two).text, freeSubnet(two).text]).toEqual(['10.213.255.252/30', '10.213.255.252/30']);
      leave('253');
      expect(() => freeSubnet(two)).toThrow('all 2 subnets of /30 from 10.213.255.248 on are in use');
      expect(() => freeSubnet({ ...two, bits: 31, count: 4 })).toThrow('in use');
    } finally {
      for (const place of ['249', '253']) execFileSync('sh', ['-c', `ip link delete ${left(place)} 2>/dev/null; true`]);
    }
  });
});

describeIf(chromium, 'a browser for tests', () => {
  it('opens a page', async () => {
    const page = await (await startBrowser()).newPage();
    await page.setContent('<h1>weir</h1>');
    expect(await page.textContent('h1')).toBe('weir');
  });
});

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { dockerEngine } from '../../apps/agent/src/discover/docker-engine.js';
import { DockerWatch } from '../../apps/agent/src/discover/docker-watch.js';
import { labelFilter } from '../../apps/agent/src/discover/labels.js';
import { type DockerEngine, startDockerEngine } from '../support/docker.js';
import { eventually } from '../support/eventually.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, dockerEngine as requirements } from '../support/requirements.js';

/** Ends when it is told to, unlike a bare `sleep` as the first process of a container. */
const WAITING = ['sh', '-c', 'trap exit TERM; while :; do sleep 0.2; done'];

describeIf(requirements, 'the names that Docker has, on an engine that comes late, goes and comes back', () => {
  const socketPath = join(temporaryDirectory('late-docker'), 'docker.sock');
  const allows = labelFilter(['team', 'com.example.*']);
  const watch = new DockerWatch(dockerEngine({ socketPath }, { allows }), { info: () => {}, warn: () => {} });
  const running = watch.run({ containersMoved: () => {}, namesChanged: () => {} });
  let docker: DockerEngine;

  beforeAll(async () => {
    docker = await startDockerEngine();
    await docker.loadBusyboxImage();
    await docker.createNetwork('front');
  });

  afterAll(async () => {
    watch.stop();
    await running;
    await docker?.stop();
  });

  const names = (): (string | null)[] => [...watch.containers.values()].map(({ name }) => name).sort();
  const named = (...expected: string[]): Promise<void> =>
    eventually(`the containers are ${expected.join()}`, () => expect(names()).toEqual(expected), 30_000);

  it('is absent until its socket is there, then has all names', async () => {
    expect(watch.state).toBe('absent');
    const labels = { team: 'storefront', 'com.example.tier': 'web', 'db.password': 'hunter2' };
    await docker.run({ name: 'web', network: 'front', command: WAITING, labels });
    symlinkSync(docker.host.replace('unix://', ''), socketPath);
    await eventually('the engine answers', () => expect(watch.state).toBe('connected'));
    expect(names()).toEqual(['web']);
    expect([...watch.networks.values()].map(({ name }) => name)).toContain('front');
  });

  it('keeps the labels that were asked for, and nothing of the others', () => {
    const [web] = [...watch.containers.values()];
    expect(web?.labels).toEqual({ team: 'storefront', 'com.example.tier': 'web' });
    expect(JSON.stringify(web)).not.toContain('hunter2');
  });

  it('follows what happens', async () => {
    await docker.run({ name: 'db', network: 'front', command: WAITING });
    await named('db', 'web');
    await docker.client.getContainer('db').rename({ name: 'postgres' });
    await named('postgres', 'web');
  });

  it('keeps its names while the engine is away, and has the new ones when it is back', async () => {
    await docker.shutDown();
    await eventually('the engine is gone', () => expect(watch.state).not.toBe('connected'));
    expect(names()).toEqual(['postgres', 'web']);
    await docker.startAgain();
    await docker.run({ name: 'cache', network: 'front', command: WAITING });
    await eventually('the engine answers', () => expect(watch.state).toBe('connected'), 30_000);
    await named('cache', 'postgres', 'web');
    await docker.client.getContainer('cache').remove({ force: true });
    await named('postgres', 'web');
  });
});

import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { selfSigned } from './certificate.fixture.js';
import { asRecord, type Json } from './json.js';
import { kubernetesApi } from './kubernetes-api.js';
import { kubernetesFixture, KubernetesServer } from './kubernetes-server.fixture.js';
import { KubernetesWatch } from './kubernetes-watch.js';
import { noLabels } from './labels.js';

const WAITS = { firstRetryMs: 10, lastRetryMs: 40, watchAgainMs: 10 };

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (what()) return;
    await sleep(10);
  }
  throw new Error(`still not: ${what.toString()}`);
}

describe('watching the Kubernetes API', () => {
  let server: KubernetesServer;
  let watch: KubernetesWatch;
  let running: Promise<void>;
  const listener = { namesChanged: jest.fn() };
  const log = { info: jest.fn(), warn: jest.fn() };

  beforeEach(async () => {
    for (const mock of [listener.namesChanged, log.info, log.warn]) mock.mockReset();
    server = new KubernetesServer();
    await server.start();
    watch = new KubernetesWatch(kubernetesApi(server.address, noLabels), log, WAITS);
    running = Promise.resolve();
  });
  afterEach(async () => {
    watch.stop();
    await running;
    await server.stop();
    server.remove();
  });

  const start = (): void => void (running = watch.run(listener));
  const connected = async (): Promise<void> => {
    start();
    await until(() => watch.state === 'connected' && server.watchers === 1);
  };
  const names = (): string[] => [...watch.pods.values()].map(({ name }) => name).sort();
  const lists = (): URLSearchParams[] => server.asked.filter((query) => !query.has('watch'));
  const watches = (): URLSearchParams[] => server.asked.filter((query) => query.has('watch'));
  const reasons = (): unknown[] => log.warn.mock.calls.map(([told]) => asRecord(told)['reason']);
  const made = (name: string): Json => ({
    ...server.pods[4],
    metadata: { uid: `uid-of-${name}`, name, namespace: 'shop', ownerReferences: [] },
  });

  it('lists this node’s pods once, as the API has them at hand, and watches from there', async () => {
    await connected();
    expect(names()).toHaveLength(6);
    expect(lists()).toHaveLength(1);
    expect(Object.fromEntries(lists()[0]!)).toEqual({
      fieldSelector: 'spec.nodeName=worker-1',
      limit: '500',
      resourceVersion: '0',
    });
    expect(Object.fromEntries(watches()[0]!)).toEqual({
      ...{ fieldSelector: 'spec.nodeName=worker-1', watch: '1', allowWatchBookmarks: 'true' },
      ...{ timeoutSeconds: '300', resourceVersion: '48230' },
    });
    expect(log.info).toHaveBeenCalledTimes(1);
  });

  it('follows pods as they come, change and go', async () => {
    await connected();
    server.happens('ADDED', made('new'));
    await until(() => names().includes('new'));
    server.happens('MODIFIED', { ...made('new'), metadata: { ...asRecord(made('new')['metadata']), name: 'renamed' } });
    await until(() => names().includes('renamed'));
    server.happens('DELETED', made('new'));
    await until(() => watch.pods.size === 6);
    expect(lists()).toHaveLength(1);
  });

  it('tells nobody of what the agent does not keep', async () => {
    await connected();
    listener.namesChanged.mockReset();
    const [web] = server.pods;
    server.happens('MODIFIED', { ...web, status: { ...asRecord(web?.['status']), phase: 'Succeeded' } });
    server.happens('ADDED', { metadata: {} });
    server.happens('ADDED', made('new'));
    await until(() => names().includes('new'));
    expect(listener.namesChanged).toHaveBeenCalledTimes(1);
  });

  it('watches again from where it was, however a watch ended, and says nothing of it', async () => {
    await connected();
    server.happens('ADDED', made('new'));
    await until(() => names().includes('new'));
    server.endWatches('orderly');
    await until(() => server.watchers === 1);
    expect(watches().at(-1)?.get('resourceVersion')).toBe('48231');
    server.tell({ type: 'BOOKMARK', object: { kind: 'Pod', metadata: { resourceVersion: '50000' } } });
    await sleep(50);
    server.endWatches('broken');
    await until(() => server.watchers === 1);
    expect(watches().at(-1)?.get('resourceVersion')).toBe('50000');
    expect(lists()).toHaveLength(1);
    expect(log.warn).not.toHaveBeenCalled();
  });

  it('lists anew, for sure the newest, where the API no longer has what it asked for', async () => {
    await connected();
    server.pods = server.pods.slice(0, 2);
    server.resourceVersion = 60_000;
    const gone = {
      kind: 'Status',
      status: 'Failure',
      message: 'too old resource version',
      reason: 'Expired',
      code: 410,
    };
    server.tell({ type: 'ERROR', object: gone });
    server.endWatches('orderly');
    await until(() => watch.pods.size === 2 && server.watchers === 1);
    expect(lists()[1]?.has('resourceVersion')).toBe(false);
    expect(watches().at(-1)?.get('resourceVersion')).toBe('60000');
    expect(watch.state).toBe('connected');
    expect(log.warn).not.toHaveBeenCalled();
  });

  it('does so too where the API refuses to watch from there', async () => {
    await connected();
    server.refusal = { kind: 'Status', message: 'too old resource version', code: 410 };
    server.endWatches('orderly');
    await until(() => watches().length > 1);
    server.refusal = null;
    await until(() => server.watchers === 1);
    expect(lists().length).toBeGreaterThan(1);
    expect(watch.state).toBe('connected');
  });

  it('sends the token that is there now', async () => {
    await connected();
    server.token = 'second';
    server.endWatches('orderly');
    await until(() => watch.state === 'unreachable');
    expect(reasons()[0]).toMatch(/token is not accepted/);
    server.mount();
    await until(() => watch.state === 'connected' && server.watchers === 1);
  });

  it('keeps its names while the API is away, says so once, and is there again when it is', async () => {
    await connected();
    await server.stop();
    await until(() => watch.state === 'unreachable');
    await sleep(150);
    expect(watch.pods.size).toBe(6);
    expect(log.warn).toHaveBeenCalledTimes(1);
    server.pods = server.pods.slice(0, 3);
    await server.start();
    await until(() => watch.state === 'connected' && watch.pods.size === 3);
    server.happens('ADDED', made('new'));
    await until(() => names().includes('new'));
  });

  it('explains what to do where it may not list pods, in one sentence, once', async () => {
    server.refusal = kubernetesFixture('forbidden');
    start();
    await until(() => lists().length > 3);
    expect(watch.state).toBe('unreachable');
    expect(reasons()).toEqual([
      expect.stringMatching(/^not allowed: give the agent's service account a ClusterRole with list and watch on pods/),
    ]);
    expect(reasons()[0]).toContain('User "system:serviceaccount:weir:weir-agent" cannot list');
    server.refusal = null;
    await until(() => watch.state === 'connected');
  });

  it('waits longer each time where it may list but not watch, and briefly again once it could', async () => {
    watch = new KubernetesWatch(kubernetesApi(server.address, noLabels), log, { ...WAITS, lastRetryMs: 10_000 });
    server.refusal = kubernetesFixture('forbidden');
    server.refusesOnlyWatches = true;
    start();
    await sleep(1_000);
    expect(watch.state).toBe('unreachable');
    expect(watch.pods.size).toBe(6);
    expect(lists().length).toBeLessThan(12);
    server.refusal = null;
    await until(() => server.watchers === 1);
    server.refusal = kubernetesFixture('forbidden');
    const before = lists().length;
    server.endWatches('orderly');
    await sleep(300);
    expect(lists().length - before).toBeGreaterThan(1);
  });

  it.each([
    ['token', /token cannot be read: .*automountServiceAccountToken/],
    ['ca.crt', /ca\.crt cannot be read/],
  ])('says what is missing where there is no %s', async (file, reason) => {
    rmSync(join(server.folder, file));
    start();
    await until(() => watch.state === 'unreachable');
    expect(reasons()[0]).toMatch(reason);
  });

  it('does not talk to a server that its authority does not vouch for', async () => {
    writeFileSync(join(server.folder, 'ca.crt'), selfSigned('another').cert);
    start();
    await until(() => watch.state === 'unreachable');
    expect(server.asked).toEqual([]);
    expect(reasons()[0]).toMatch(/certificate/);
  });

  it('reads long lists page by page', async () => {
    server.pageLength = 4;
    await connected();
    expect(watch.pods.size).toBe(6);
    expect(lists().map((query) => query.get('continue'))).toEqual([null, '4']);
  });

  it('is absent where this is no node of a cluster', async () => {
    watch = new KubernetesWatch(null, log, WAITS);
    await watch.run(listener);
    expect(watch.state).toBe('absent');
    expect(listener.namesChanged).not.toHaveBeenCalled();
  });

  it('stops while it watches', async () => {
    await connected();
    watch.stop();
    await running;
    await until(() => server.watchers === 0);
  });
});

import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connect } from '@nats-io/transport-node';
import { beforeAll, expect, it } from '@jest/globals';
import { fingerprintOf } from '../../apps/aggregator/src/tls/fingerprint.js';
import { environmentOf } from '../../deploy/helm/src/environment.js';
import { type KubernetesObject, named, render } from '../../deploy/helm/src/render.js';
import { freePort } from '../../deploy/local/src/process/port.js';
import { startAgent } from '../support/agent.js';
import { askHttps } from '../support/https.js';
import { startPostgres } from '../support/postgres.js';
import { startNode, startProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/reaper.js';
import { debian13, describeIf } from '../support/requirements.js';
import { trixieNatsServer } from '../support/trixie.js';

/** What a test of the chart says of a weir. */
interface Told {
  readonly code: number;
  readonly stdout: string;
}

const MAIN = new URL('../../apps/aggregator/dist/main.js', import.meta.url).pathname;
/** As somebody has it who gives no right to ask the cluster. */
const VALUES = ['--set', 'agent.join.tokenSecret=weir-join-token'];
const LONG_MS = 60_000;

describeIf(debian13, 'what the chart runs', () => {
  const folder = temporaryDirectory('chart');
  let objects: KubernetesObject[];
  let [natsPort, monitorPort, agentPort, httpPort]: [number, number, number, number] = [0, 0, 0, 0];
  const url = (): string => `https://127.0.0.1:${httpPort}`;
  const file = (path: string): string => join(folder, path);
  const certificate = file('etc/weir/tls/self-signed/cert.pem');

  beforeAll(async () => {
    objects = await render(VALUES);
    [natsPort, monitorPort, agentPort, httpPort] = [
      await freePort(),
      await freePort(),
      await freePort(),
      await freePort(),
    ];
    // What its job makes, which a cluster runs: deploy/helm/apiserver.
    execFileSync(process.execPath, [MAIN, 'nats-keys', file('etc/weir/nats'), '--resolver', file('data/resolver')]);
    mkdirSync(file('etc/weir/join'));
    writeFileSync(file('etc/weir/join/token'), `weirjoin_${'a'.repeat(43)}`);
    startProcess({
      ...{ name: 'nats-server', command: await trixieNatsServer(), args: ['-c', natsConfig()] },
      env: { POD_NAME: 'weir-nats-0' },
    });
    const database = await startPostgres();
    const { WEIR_HTTP_PORT, ...settings } = environment('Deployment', 'weir-aggregator');
    expect(WEIR_HTTP_PORT).toBe('8080');
    const aggregator = startNode('aggregator', MAIN, {
      ...{ ...settings, WEIR_HTTP_HOST: '127.0.0.1', WEIR_HTTP_PORT: String(httpPort) },
      WEIR_DATABASE_URL: await database.createDatabase(),
    });
    await aggregator.waitForLog(/listening on/, LONG_MS);
    startAgent({
      ...environment('DaemonSet', 'weir-agent'),
      ...{ WEIR_JOIN_URL: url(), WEIR_JOIN_PIN: fingerprintOf(readFileSync(certificate, 'utf8')) },
      ...{ WEIR_JOIN_TOKEN_FILE: file('etc/weir/join/token'), WEIR_STATE_DIR: file('state') },
      ...{ WEIR_PROC_ROOT: '/proc', WEIR_SYS_ROOT: '/sys' },
      ...{ WEIR_METRICS_HOST: '127.0.0.1', WEIR_METRICS_PORT: String(agentPort) },
    });
  }, 2 * LONG_MS);

  it('works together, as its own test finds', async () => {
    expect(await helmTest({ URL: url(), AGENTS: 'true' })).toEqual({
      code: 0,
      stdout: 'ok: ready\nok: dashboard\nok: hosts\n',
    });
  });

  it('answers its probes', async () => {
    const probed = [
      { url: url(), pod: named(objects, 'Deployment', 'weir-aggregator') },
      { url: `http://127.0.0.1:${agentPort}`, pod: named(objects, 'DaemonSet', 'weir-agent') },
      { url: `http://127.0.0.1:${monitorPort}`, pod: named(objects, 'StatefulSet', 'weir-nats') },
    ];
    for (const { url: asked, pod } of probed) {
      const [{ startupProbe, readinessProbe, livenessProbe }] = pod['spec'].template.spec.containers;
      for (const { httpGet } of [startupProbe, readinessProbe, livenessProbe]) {
        expect([httpGet.path, await statusOf(`${asked}${httpGet.path}`)]).toEqual([httpGet.path, 200]);
        expect(httpGet.scheme ?? 'HTTP').toBe(asked.startsWith('https:') ? 'HTTPS' : 'HTTP');
      }
    }
  });

  it('lets nobody into NATS who has not joined', async () => {
    const tls = { ca: readFileSync(file('etc/weir/nats/ca.pem'), 'utf8') };
    const servers = `127.0.0.1:${natsPort}`;
    await expect(connect({ servers, tls, reconnect: false })).rejects.toThrow(/authorization violation/i);
    await expect(connect({ servers, tls, reconnect: false, user: 'agent', pass: 'x' })).rejects.toThrow(
      /authorization violation/i,
    );
  });

  it('is found wanting by its own test where nobody answers', async () => {
    const told = await helmTest({ URL: `http://127.0.0.1:${await freePort()}`, AGENTS: 'true', WITHIN_MS: '1' });
    expect(told.code).toBe(1);
    expect(told.stdout).toMatch(/^failed: fetch failed \(.*ECONNREFUSED/);
  });

  /** With the files of the pod in our folder. */
  function environment(kind: string, name: string): Record<string, string> {
    const [{ env }] = named(objects, kind, name)['spec'].template.spec.containers;
    const told = environmentOf(env, (secret, key) => (key === 'pin' ? '' : secretOf(secret, key)));
    const placed = Object.entries(told).map(([key, value]) => [key, value.startsWith('/etc/') ? file(value) : value]);
    const natsUrl = (told['WEIR_NATS_URL'] ?? '').replace(/[^/]+:4222/, `127.0.0.1:${natsPort}`);
    return { ...Object.fromEntries(placed), ...(natsUrl && { WEIR_NATS_URL: natsUrl }) };
  }

  function secretOf(name: string, key: string): string {
    return Buffer.from(named(objects, 'Secret', name)['data'][key], 'base64').toString();
  }

  /** As the chart has it, but for where it listens, and in which folders its files are. */
  function natsConfig(): string {
    const text: string = named(objects, 'ConfigMap', 'weir-nats')['data']['nats.conf'];
    const here = text
      .replace('port: 4222', `listen: 127.0.0.1:${natsPort}`)
      .replace('http: 8222', `http: 127.0.0.1:${monitorPort}`)
      .replace('/data', file('data'))
      .replaceAll('/etc/nats-keys', file('etc/weir/nats'))
      .replace('../nats-keys', '../weir/nats');
    mkdirSync(file('etc/nats'));
    writeFileSync(file('etc/nats/nats.conf'), here);
    return file('etc/nats/nats.conf');
  }

  async function statusOf(asked: string): Promise<number> {
    return asked.startsWith('https:') ? (await askHttps(asked, [certificate])).status : (await fetch(asked)).status;
  }

  async function helmTest(env: Record<string, string>): Promise<Told> {
    const [{ command, args, env: own }] = named(objects, 'Pod', 'weir-test-answers')['spec'].containers;
    const told = { ...environmentOf(own, secretOf), ...env };
    const run = promisify(execFile)(process.execPath, [...command.slice(1), ...args], { env: told });
    return run.then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: Told) => ({ code, stdout }),
    );
  }
});

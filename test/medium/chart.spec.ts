import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { beforeAll, expect, it } from '@jest/globals';
import { controlSubjectOf, STREAM } from '@weir/model';
import { environmentOf } from '../../deploy/helm/src/environment.js';
import { type KubernetesObject, named, render } from '../../deploy/helm/src/render.js';
import { freePort } from '../../deploy/local/src/process/port.js';
import { startAgent } from '../support/agent.js';
import { startAggregator, type RunningAggregator } from '../support/aggregator.js';
import { eventually } from '../support/eventually.js';
import { startPostgres } from '../support/postgres.js';
import { startProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/reaper.js';
import { debian13, describeIf } from '../support/requirements.js';
import { trixieNatsServer } from '../support/trixie.js';

/** What a test of the chart says of a weir. */
interface Told {
  readonly code: number;
  readonly stdout: string;
}

const SUBJECT = controlSubjectOf('11111111-1111-4111-8111-111111111111');

describeIf(debian13, 'what the chart runs', () => {
  const folder = temporaryDirectory('chart');
  let objects: KubernetesObject[];
  let natsPort: number;
  let monitorPort: number;
  let aggregator: RunningAggregator;
  let agentPort: number;

  beforeAll(async () => {
    objects = await render();
    [natsPort, monitorPort, agentPort] = [await freePort(), await freePort(), await freePort()];
    startProcess({ name: 'nats-server', command: await trixieNatsServer(), args: ['-c', natsConfig()] });
    const database = await startPostgres();
    startAgent({
      ...environment('DaemonSet', 'weir-agent'),
      ...{ WEIR_STATE_DIR: join(folder, 'state'), WEIR_PROC_ROOT: '/proc', WEIR_SYS_ROOT: '/sys' },
      ...{ WEIR_METRICS_HOST: '127.0.0.1', WEIR_METRICS_PORT: String(agentPort) },
    });
    const { WEIR_HTTP_PORT, ...settings } = environment('Deployment', 'weir-aggregator');
    expect(WEIR_HTTP_PORT).toBe('8080');
    aggregator = await startAggregator({
      ...settings,
      ...{ WEIR_DATABASE_URL: await database.createDatabase(), WEIR_HTTP_HOST: '127.0.0.1' },
    });
  });

  it('works together, as its own test finds', async () => {
    expect(await helmTest({ URL: aggregator.url, AGENTS: 'true' })).toEqual({
      code: 0,
      stdout: 'ok: ready\nok: dashboard\nok: hosts\n',
    });
  });

  it('answers its probes', async () => {
    const probed = [
      { url: aggregator.url, pod: named(objects, 'Deployment', 'weir-aggregator') },
      { url: `http://127.0.0.1:${agentPort}`, pod: named(objects, 'DaemonSet', 'weir-agent') },
      { url: `http://127.0.0.1:${monitorPort}`, pod: named(objects, 'StatefulSet', 'weir-nats') },
    ];
    for (const { url, pod } of probed) {
      const [{ startupProbe, readinessProbe, livenessProbe }] = pod['spec'].template.spec.containers;
      for (const { httpGet } of [startupProbe, readinessProbe, livenessProbe]) {
        expect([httpGet.path, (await fetch(`${url}${httpGet.path}`)).status]).toEqual([httpGet.path, 200]);
      }
    }
  });

  it('lets agents publish what is for the stream, and neither order others about nor touch what is stored', async () => {
    const [agent, ours] = [await connectAs('agent'), await connectAs('aggregator')];
    const refused: string[] = [];
    void (async () => {
      for await (const { type, error } of agent.status() as AsyncIterable<{ type: string; error?: Error }>) {
        if (type === 'error') refused.push(String(error?.message));
      }
    })();
    const heard: string[] = [];
    ours.subscribe('weir.v1.>', { callback: (_, { subject }) => void heard.push(subject) });
    await ours.flush();
    agent.publish(SUBJECT, '{}');
    agent.publish(`$JS.API.STREAM.DELETE.${STREAM}`);
    await eventually('both are refused', () =>
      expect(refused.filter((each) => /permission/i.test(each))).toHaveLength(2),
    );
    expect(heard).not.toContain(SUBJECT);
    await (await jetstreamManager(ours)).streams.info(STREAM);
    await Promise.all([agent.close(), ours.close()]);
  });

  it('is found wanting by its own test where nobody answers', async () => {
    const told = await helmTest({ URL: `http://127.0.0.1:${await freePort()}`, AGENTS: 'true', WITHIN_MS: '1' });
    expect(told.code).toBe(1);
    expect(told.stdout).toMatch(/^failed: fetch failed \(.*ECONNREFUSED/);
  });

  function environment(kind: string, name: string): Record<string, string> {
    const [{ env }] = named(objects, kind, name)['spec'].template.spec.containers;
    const told = environmentOf(env, (secret, key) => secretOf(secret, key));
    return {
      ...told,
      WEIR_NATS_URL: (told['WEIR_NATS_URL'] ?? '').replace('weir-nats-0.weir-nats:4222', `127.0.0.1:${natsPort}`),
    };
  }

  function secretOf(name: string, key: string): string {
    return Buffer.from(named(objects, 'Secret', name)['data'][key], 'base64').toString();
  }

  /** As the chart has it, but for where it listens and stores. */
  function natsConfig(): string {
    const path = join(folder, 'nats.conf');
    const text: string = named(objects, 'ConfigMap', 'weir-nats')['data']['nats.conf'];
    const [{ env }] = named(objects, 'StatefulSet', 'weir-nats')['spec'].template.spec.containers;
    const variables = Object.entries(environmentOf(env, secretOf)).map(([name, value]) => `${name}: ${value}\n`);
    const here = text
      .replace('port: 4222', `listen: 127.0.0.1:${natsPort}`)
      .replace('http: 8222', `http: 127.0.0.1:${monitorPort}`)
      .replace('store_dir: /data', `store_dir: ${join(folder, 'nats')}`);
    writeFileSync(path, `${variables.join('')}${here}`);
    return path;
  }

  function connectAs(user: string): Promise<NatsConnection> {
    return connect({ servers: `127.0.0.1:${natsPort}`, user, pass: secretOf('weir-nats', `${user}-password`) });
  }

  async function helmTest(env: Record<string, string>): Promise<Told> {
    const [{ command, args }] = named(objects, 'Pod', 'weir-test-answers')['spec'].containers;
    const run = promisify(execFile)(process.execPath, [...command.slice(1), ...args], { env });
    return run.then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout }: Told) => ({ code, stdout }),
    );
  }
});

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { STREAM, STREAM_SUBJECTS } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '../../deploy/local/src/process/port.js';
import { type DockerEngine, startDockerEngine } from '../support/docker.js';
import { askDoctor, brokenOf, type Examined, runDoctor } from '../support/doctor.js';
import { eventually } from '../support/eventually.js';
import { startNats, type TestNats } from '../support/nats.js';
import { startProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, dockerEngine, haproxy, natsServer } from '../support/requirements.js';

const HOST = '0f8fad5b-d9cb-469f-a165-70867728950e';
const OTHER = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const SECRET = 'hunter2';
const PROXY_CONFIG = new URL('../../deploy/docker/socket-proxy.cfg', import.meta.url).pathname;

describeIf(natsServer, 'doctor of the agent', () => {
  const folder = temporaryDirectory('doctor');
  const config = join(folder, 'nats.conf');
  const state = join(folder, 'state');
  const heard: string[] = [];
  let server: TestNats;
  let nats: NatsConnection;
  let env: Record<string, string>;

  /** What the agent's user may publish, and hear besides its inbox. */
  const allow = (publish: readonly string[], subscribe: readonly string[]): void => {
    const permissions = { publish, subscribe: ['_INBOX.>', ...subscribe] };
    const users = [
      { user: 'agent', password: SECRET, permissions },
      { user: 'aggregator', password: 'b' },
    ];
    writeFileSync(config, `authorization: ${JSON.stringify({ users })}`);
  };
  const examined = (more: Readonly<Record<string, string>> = {}): Examined => {
    const all = askDoctor('agent', { ...env, ...more });
    expect(all.lines.join()).not.toContain(SECRET);
    expect(all.code).toBe(brokenOf(all).length > 0 ? 1 : 0);
    return all;
  };

  beforeAll(async () => {
    mkdirSync(state, { recursive: true });
    writeFileSync(join(state, 'host-id'), `${HOST}\n`);
    allow([`weir.v1.*.${HOST}`], [`weir.v1.control.${HOST}`]);
    server = await startNats({ args: ['-c', config] });
    nats = await connect({
      servers: server.url,
      user: 'aggregator',
      pass: 'b',
      maxReconnectAttempts: -1,
      reconnectTimeWait: 200,
    });
    env = {
      WEIR_NATS_URL: server.url.replace('nats://', `nats://agent:${SECRET}@`),
      ...{ WEIR_STATE_DIR: state, WEIR_SPOOL_MB: '1', DOCKER_HOST: `unix://${folder}/no-docker.sock` },
    };
  });
  afterAll(async () => nats.close());

  it('says that no stream is there yet, for people', () => {
    const { text, code } = runDoctor('agent', env);
    expect([text.split('\n')[0], code]).toEqual(['✓ settings: all can be used', 1]);
    expect(brokenOf(examined())).toContainEqual(
      `publish: weir.v1.traffic.${HOST}: no stream takes the subject: has an aggregator created it?`,
    );
  });

  it('finds nothing to mend where all is well, and stores nothing', async () => {
    const manager = await jetstreamManager(nats);
    await manager.streams.add({ name: STREAM, subjects: [...STREAM_SUBJECTS] });
    nats.subscribe('weir.>', { callback: (_, { subject, data }) => void heard.push(`${subject} ${data.length}`) });
    await nats.flush();
    const { lines, code } = examined({ WEIR_NATS_ULR: SECRET });
    expect([lines.filter((line) => line.startsWith('✗')), code]).toEqual([[], 0]);
    for (const expected of [
      /^✓ host \/proc: the host's interfaces are read from \/proc\/1\/net\/dev$/,
      /^✓ containers: \d+ found by their cgroups, \d+ network namespaces with the host's$/,
      /^✓ host \/sys: /,
      /^✓ spool: .* can be written; \d+ MiB are free beside 0 MiB of the spool, which takes at most 1 MiB$/,
      new RegExp(`^✓ host id: ${HOST}$`),
      /^– Docker: there is none at /,
      /^– Kubernetes: this is no node of a cluster$/,
      /^✓ NATS: 127\.0\.0\.1:\d+, version [\d.]+, no TLS, [\d.]+ ms away$/,
      ...['traffic', 'inventory', 'event', 'state'].map((kind) => new RegExp(`^✓ publish: weir.v1.${kind}.${HOST}$`)),
      new RegExp(`^✓ control: weir.v1.control.${HOST}$`),
      /^– clock: /,
      /^– settings: WEIR_NATS_ULR is no setting, and does nothing: is WEIR_NATS_URL meant\?$/,
    ]) {
      expect(lines).toContainEqual(expect.stringMatching(expected));
    }
    expect((await manager.streams.info(STREAM)).state.messages).toBe(0);
    await nats.flush();
    // Of nothing, so that nobody takes it for something.
    expect(heard).toEqual(['traffic', 'inventory', 'event', 'state'].map((kind) => `weir.v1.${kind}.${HOST} 0`));
  });

  it('finds what its user may not do, and what is not there', async () => {
    allow([`weir.v1.*.${OTHER}`], []);
    await server.restart();
    await eventually('NATS is back', () => nats.flush());
    const refused = brokenOf(examined());
    expect(refused).toHaveLength(5);
    // Before the first start nobody knows for which host to ask.
    expect(brokenOf(examined({ WEIR_STATE_DIR: join(folder, 'new') }))).toEqual([]);
    expect(refused[0]).toMatch(new RegExp(`^publish: weir.v1.traffic.${HOST}: .*: let the agent's user publish it`));
    expect(refused[4]).toMatch(new RegExp(`^control: weir.v1.control.${HOST} may not be heard`));
    expect(brokenOf(examined({ WEIR_NATS_URL: server.url.replace('nats://', `nats://agent:x${SECRET}@`) }))).toEqual([
      expect.stringMatching(/^NATS: cannot be reached at nats:\/\/127.*: set user and password in WEIR_NATS_URL$/),
    ]);
    expect(brokenOf(examined({ WEIR_NATS_URL: `tls://127.0.0.1:${server.port}` }))).toEqual([
      expect.stringMatching(/^NATS: cannot be reached at tls:/),
    ]);
    expect(brokenOf(examined({ WEIR_NATS_URL: `nats://127.0.0.1:${await freePort()}` }))).toEqual([
      expect.stringMatching(/^NATS: cannot be reached .*: start it, or set WEIR_NATS_URL$/),
    ]);
  });

  it('finds what cannot be read or written', () => {
    const nats = { WEIR_NATS_URL: env['WEIR_NATS_URL'] ?? '' };
    const root = join(folder, 'proc');
    mkdirSync(join(root, '17'), { recursive: true });
    const rubbish = join(folder, 'rubbish');
    mkdirSync(rubbish, { recursive: true });
    writeFileSync(join(rubbish, 'host-id'), 'me');
    expect(
      brokenOf(
        examined({ ...nats, WEIR_PROC_ROOT: root, WEIR_SYS_ROOT: join(folder, 'sys'), WEIR_STATE_DIR: '/proc/weir' }),
      ),
    ).toEqual(
      expect.arrayContaining([
        `host /proc: ${root}/1/net/dev cannot be read: mount the host's /proc read-only and name the place in WEIR_PROC_ROOT`,
        expect.stringMatching(/^host \/sys: .*sys\/class\/net cannot be read.*WEIR_SYS_ROOT$/),
        expect.stringMatching(/^cgroups: .*sys\/fs\/cgroup cannot be read/),
        expect.stringMatching(
          /^spool: \/proc\/weir cannot be written \(E\w+\), .*: let uid \d+ write it, or set WEIR_STATE_DIR$/,
        ),
      ]),
    );
    expect(brokenOf(examined({ WEIR_STATE_DIR: rubbish, WEIR_SPOOL_MB: '1048576' }))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^spool: \d+ MiB are free .* make room, or set a smaller WEIR_SPOOL_MB$/),
        expect.stringMatching(/^host id: .*rubbish\/host-id holds no UUID/),
      ]),
    );
    expect(brokenOf(examined({ WEIR_PROC_ROOT: '/no/such' }))).toContainEqual(
      expect.stringMatching(/^Docker: there is none at .*, and \/proc shows no process: set DOCKER_HOST/),
    );
    expect(brokenOf(examined({ WEIR_SPOOL_MB: SECRET, KUBERNETES_SERVICE_HOST: '10.0.0.1' }))).toEqual([
      expect.stringMatching(/^settings: WEIR_SPOOL_MB must be/),
    ]);
    expect(brokenOf(examined({ KUBERNETES_SERVICE_HOST: '10.0.0.1' }))).toContainEqual(
      expect.stringMatching(/^Kubernetes: pods have no names: set WEIR_NODE_NAME/),
    );
  });
});

describeIf([natsServer, haproxy, ...dockerEngine], 'doctor of an agent behind the socket proxy', () => {
  let docker: DockerEngine;
  const folder = temporaryDirectory('proxy');
  const answers = (examined: Examined): readonly string[] =>
    examined.findings.flatMap(({ what, state, text }) => (what === 'Docker' ? [`${state} ${text.split(' ')[0]}`] : []));
  const behind = async (name: string, change: (text: string) => string): Promise<Examined> => {
    const socket = join(folder, `${name}.sock`);
    const file = join(folder, `${name}.cfg`);
    const text = readFileSync(PROXY_CONFIG, 'utf8').replaceAll(
      '/var/run/docker.sock',
      docker.host.replace('unix://', ''),
    );
    writeFileSync(file, change(text));
    const proxy = startProcess({
      name,
      command: 'haproxy',
      args: ['-f', file],
      env: { WEIR_PROXY_BIND: `unix@${socket}` },
    });
    const env = { DOCKER_HOST: `unix://${socket}`, WEIR_STATE_DIR: join(folder, 'state') };
    await eventually('the proxy answers', () => expect(answers(askDoctor('agent', env))).toContain('well /info'));
    const examined = askDoctor('agent', env);
    await proxy.stop();
    return examined;
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    docker = await startDockerEngine();
  });
  afterAll(async () => docker?.stop());

  it('finds each path answered that the proxy passes on', async () => {
    expect(answers(await behind('whole', (text) => text))).toEqual([
      'well /info',
      'well /containers/json',
      'well /networks',
      'well /events',
    ]);
  });

  it('finds the path that it does not pass on', async () => {
    const examined = await behind('narrow', (text) => text.replace('|containers/json|networks)', '|containers/json)'));
    expect(brokenOf(examined)).toContainEqual(
      expect.stringMatching(
        /^Docker: \/networks is not answered at .*narrow.sock \(403\): let the proxy before the socket pass it on$/,
      ),
    );
  });

  it('asks for no counters where no container runs', () => {
    const env = { DOCKER_HOST: docker.host, WEIR_PROC_ROOT: '/no/such', WEIR_STATE_DIR: join(folder, 'state') };
    const { lines } = askDoctor('agent', env);
    expect(lines).toContainEqual(expect.stringMatching(/^✓ Docker: \/events is answered/));
    expect(lines).toContain('– Docker: no container runs, so its counters were not asked for');
  });

  it('finds an engine that is away', async () => {
    const dead = askDoctor('agent', {
      DOCKER_HOST: `tcp://127.0.0.1:${await freePort()}`,
      WEIR_STATE_DIR: join(folder, 'state'),
    });
    expect(brokenOf(dead)).toContainEqual(
      expect.stringMatching(/^Docker: \/info is not answered .*\(ECONNREFUSED\): start Docker/),
    );
  });
});

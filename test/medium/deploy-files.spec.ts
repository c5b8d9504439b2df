import { execFile } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { temporaryDirectory } from '../support/reaper.js';

const DEPLOY = fileURLToPath(new URL('../../deploy', import.meta.url));

interface Service {
  readonly [name: string]: unknown;
  readonly configs?: readonly { readonly source: string }[];
  readonly secrets?: readonly { readonly source: string; readonly target: string }[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly unknown[];
}
interface ComposeFile {
  readonly configs?: Readonly<Record<string, { readonly name?: string; readonly file: string }>>;
  readonly secrets?: Readonly<Record<string, object>>;
  readonly services: Readonly<Record<string, Service>>;
}

const read = (path: string): string => readFileSync(`${DEPLOY}/${path}`, 'utf8');
const compose = (path: string): ComposeFile => parse(read(path), { merge: true }) as ComposeFile;

const ajv = new Ajv({ strict: false, allErrors: true, formats: { duration: /^(\d+(us|ms|[smhdw]))+$/, uri: true } });
const { $schema: _, ...specification } = JSON.parse(read('compose/schema/compose-spec.json')) as { $schema: string };
const validate = ajv.compile(specification);
const faultsOf = (file: unknown): string[] =>
  validate(file) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);

/** Which compose/nats-accounts.conf names. */
const SECRETS_OF_NATS = ['nats-accounts.conf', 'server.pem', 'server-key.pem'].map((name) => `/secrets/nats/${name}`);
/** What Swarm passes over in silence, as `docker stack deploy` documents it. */
const UNKNOWN_TO_SWARM = [
  ...['build', 'cgroup_parent', 'container_name', 'depends_on', 'devices', 'mem_limit', 'network_mode', 'pid'],
  ...['privileged', 'restart', 'security_opt', 'shm_size', 'pids_limit', 'userns_mode', 'extends', 'ipc'],
];

describe.each(['compose/weir.yml', 'compose/agent.yml', 'compose/more-hosts.yml', 'swarm/weir.yml'])('%s', (path) => {
  it('is what the Compose specification allows', () => {
    expect(faultsOf(compose(path))).toEqual([]);
  });

  it('sets nothing that the programs do not know', () => {
    const known = `${readFileSync(`${DEPLOY}/../docs/configuration.md`, 'utf8')}${read('docker/README.md')}`;
    const { agent, aggregator } = compose(path).services;
    const names = [agent, aggregator].flatMap((service) => Object.keys(service?.environment ?? {}));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !known.includes(`\`${name}\``))).toEqual([]);
  });

  it('gives nobody a privilege', () => {
    const text = read(path);
    expect(text).not.toMatch(/privileged|network_mode: host|\bpid:|SYS_|NET_/);
    if (path.endsWith('more-hosts.yml')) return;
    for (const [name, service] of Object.entries(compose(path).services)) {
      expect([name, service['cap_drop']]).toEqual([name, ['ALL']]);
    }
  });
});

describe('the schema of the Compose specification', () => {
  it('refuses what no file may say', () => {
    const file = compose('compose/agent.yml');
    expect(faultsOf({ ...file, service: {} })).toEqual([' must NOT have additional properties']);
    const agent = { ...file.services['agent'], restrat: 'always', read_only: [] };
    expect(faultsOf({ ...file, services: { agent } })).toEqual([
      '/services/agent must NOT have additional properties',
      '/services/agent/read_only must be boolean,string',
    ]);
  });
});

describe('the file of one host', () => {
  it('keeps the key of sealed secrets from the database that holds them', () => {
    const mounted = (name: string): string => JSON.stringify(compose('compose/weir.yml').services[name]!.volumes);
    expect(mounted('aggregator')).toContain('aggregator-secrets:');
    expect(mounted('database')).not.toContain('aggregator-secrets');
  });

  it('puts no password into a command, which every user of the host can read', () => {
    for (const path of ['compose/weir.yml', 'compose/more-hosts.yml']) {
      for (const { command = [] } of Object.values(compose(path).services)) {
        expect(JSON.stringify(command)).not.toMatch(/PASSWORD|--pass/);
      }
    }
  });
});

describe('the files of one host and of the agent alone', () => {
  it.each(['agent', 'socket-proxy'])('run the same %s', (name) => {
    const { [name]: whole } = compose('compose/weir.yml').services;
    const { [name]: alone } = compose('compose/agent.yml').services;
    // How it joins is another matter.
    const isOfJoining = (text: string): boolean =>
      /WEIR_NATS_URL|WEIR_JOIN_|NODE_EXTRA_CA_CERTS|agent-secrets/.test(text);
    const comparable = ({ environment = {}, volumes = [], depends_on: _ignored, ...rest }: Service): Service => ({
      ...rest,
      environment: Object.fromEntries(Object.entries(environment).filter(([name]) => !isOfJoining(name))),
      volumes: volumes.filter((each) => !isOfJoining(String(each))),
    });
    expect(comparable(alone!)).toEqual(comparable(whole!));
  });
});

describe('the stack of a Swarm', () => {
  it('says nothing that Swarm would pass over', () => {
    for (const [name, service] of Object.entries(compose('swarm/weir.yml').services)) {
      expect([name, Object.keys(service).filter((key) => UNKNOWN_TO_SWARM.includes(key))]).toEqual([name, []]);
    }
  });

  it.each(Object.entries(compose('swarm/weir.yml').configs ?? {}))(
    'names the config %s by what is in its file, since Swarm changes none that is there',
    (config, { name, file }) => {
      const hash = createHash('sha256')
        .update(read(`swarm/${file}`))
        .digest('hex');
      expect(name).toBe(`weir_${config}_${hash.slice(0, 8)}`);
    },
  );

  it('runs the same images and settings as the file of one host', () => {
    const [swarm, single] = [compose('swarm/weir.yml').services, compose('compose/weir.yml').services];
    for (const [name, { image, user, command, read_only: readOnly }] of Object.entries(swarm)) {
      const { image: other, user: otherUser, command: otherCommand, read_only: otherReadOnly } = single[name]!;
      expect([name, image, user, command, readOnly]).toEqual([name, other, otherUser, otherCommand, otherReadOnly]);
    }
    // A service has no host of its own.
    const { WEIR_HOST_NAME: _, ...agent } = single['agent']!.environment ?? {};
    expect(swarm['agent']!.environment).toEqual(agent);
    expect(swarm['aggregator']!.environment).toEqual(single['aggregator']!.environment);
  });

  it('hands each service, where it looks for them, the secrets that its README has made of the files of their names', () => {
    const { services, secrets = {} } = compose('swarm/weir.yml');
    const [, listed = ''] = /for file in ([^;]*);/.exec(read('swarm/README.md')) ?? [];
    const files = listed.split(/[\s\\]+/).filter((each) => each !== '');
    expect(files.map((file) => `weir_${file.replaceAll('/', '_')}`).sort()).toEqual(Object.keys(secrets).sort());
    for (const [name, { environment = {}, configs = [], secrets: given = [] }] of Object.entries(services)) {
      const mounted = given.map(({ target }) => target);
      const told = Object.values(environment).filter((value) => value.startsWith('/secrets/'));
      const ofNats = configs.some(({ source }) => source === 'nats-accounts') ? SECRETS_OF_NATS : [];
      for (const path of [...told, ...ofNats]) {
        expect([name, mounted.filter((target) => target === path || target.startsWith(`${path}/`))]).not.toEqual([
          name,
          [],
        ]);
      }
    }
  });
});

describe('what the images run', () => {
  const run = promisify(execFile);
  const node = (script: string, args: readonly string[], env: Record<string, string> = {}) =>
    run(process.execPath, [`${DEPLOY}/docker/${script}`, ...args], { env });
  const SECRETS = ['database/password', 'aggregator/keys', 'aggregator/join-token'];
  const secretsMade = async (folder: string, env: Record<string, string> = {}): Promise<string[]> => {
    await node('make-secrets.mjs', [folder], env);
    return SECRETS.map((path) => readFileSync(`${folder}/${path}`, 'utf8'));
  };

  it('makes secrets once', async () => {
    const folder = temporaryDirectory('secrets');
    const first = await secretsMade(folder);
    expect(first).toEqual(
      [/^[\w-]{32}$/, /^[A-Za-z0-9+/]{43}=$/, /^weirjoin_[\w-]{43}$/].map((pattern) => expect.stringMatching(pattern)),
    );
    expect(await secretsMade(folder)).toEqual(first);
    const modes = SECRETS.map((path) => statSync(`${folder}/${path}`).mode & 0o777);
    expect(modes).toEqual([0o400, 0o400, 0o400]);
  });

  it('names NATS by what other hosts are told, with the same authority and keys', async () => {
    const folder = temporaryDirectory('secrets');
    const known = (): string[] =>
      ['aggregator/nats/keys.json', 'nats/nats-accounts.conf', 'agent/aggregator.pem', 'agent/join-token'].map((path) =>
        readFileSync(`${folder}/${path}`, 'utf8'),
      );
    const certificate = (): X509Certificate => new X509Certificate(readFileSync(`${folder}/nats/server.pem`));
    await secretsMade(folder);
    const before = known();
    expect([certificate().checkHost('nats'), certificate().checkIP('10.1.2.3')]).toEqual(['nats', undefined]);
    await secretsMade(folder, { WEIR_NATS_NAMES: '10.1.2.3, weir.example' });
    expect([certificate().checkHost('weir.example'), certificate().checkIP('10.1.2.3')]).toEqual([
      'weir.example',
      '10.1.2.3',
    ]);
    expect([
      known(),
      new X509Certificate(readFileSync(`${folder}/agent/aggregator.pem`)).checkHost('aggregator'),
    ]).toEqual([before, 'aggregator']);
  });

  it('tells what is to be kept, and takes it up elsewhere: the database alone gets another password', async () => {
    const [folder, other] = [temporaryDirectory('secrets'), temporaryDirectory('secrets')];
    const [password, ...keys] = await secretsMade(folder);
    const { stdout: told } = await node('make-secrets.mjs', [folder, 'tell']);
    const taken = node('make-secrets.mjs', [other, 'take']);
    taken.child.stdin?.end(told);
    await taken;
    const [otherPassword, ...otherKeys] = await secretsMade(other);
    expect(otherKeys).toEqual(keys);
    expect(otherPassword).not.toBe(password);
    expect((await node('make-secrets.mjs', [other, 'tell'])).stdout).toBe(told);
    const copies = ['nats/server-key.pem', 'nats/nats-accounts.conf', 'agent/aggregator.pem', 'agent/join-token'];
    for (const name of copies) expect(readFileSync(`${other}/${name}`)).toEqual(readFileSync(`${folder}/${name}`));
  });

  it('hands secrets over that are in files', async () => {
    const file = `${temporaryDirectory('secrets')}/oidc`;
    writeFileSync(file, 'hunter2\n');
    const failed = await node('start-aggregator.mjs', [], { WEIR_OIDC_CLIENT_SECRET_FILE: file }).catch(
      ({ stderr }: { stderr: string }) => stderr,
    );
    // What it is not told, it asks for.
    expect(failed).toContain('WEIR_OIDC_CLIENT_ID must be set too');
    expect(failed).not.toMatch(/WEIR_OIDC_CLIENT_SECRET|hunter2/);
  });

  it('refuses a secret that is in no file, by the name of its variable', async () => {
    await expect(node('start-aggregator.mjs', [], { WEIR_SECRET_KEYS_FILE: '/none' })).rejects.toMatchObject({
      code: 1,
      stderr: 'weir aggregator: WEIR_SECRET_KEYS_FILE must name a file that can be read (ENOENT)\n',
    });
  });

  it('is not well where nothing answers', async () => {
    await expect(node('healthcheck.mjs', ['agent'], { WEIR_METRICS_PORT: '1' })).rejects.toMatchObject({
      code: 1,
      stdout: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

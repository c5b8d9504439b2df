import { describe, expect, it } from '@jest/globals';
import { COLLECTOR_NAMES } from '../collect/names.js';
import { type Config, readConfig } from './config.js';

function accepted(environment: Record<string, string>): Config {
  const result = readConfig(environment);
  if (!result.ok) throw new Error(result.faults.join('\n'));
  return result.config;
}

describe('the configuration', () => {
  it('has a default for everything', () => {
    expect(accepted({})).toEqual({
      nats: { servers: ['nats://127.0.0.1:4222'], user: null, password: null },
      join: null,
      stateDir: '/var/lib/weir-agent',
      spoolBytes: 1_073_741_824,
      procRoot: '/proc',
      sysRoot: '/sys',
      hostPid: 1,
      cgroupPrefix: '',
      intervalMs: 1_000,
      exclude: { interfaces: [], containers: [] },
      hostName: null,
      docker: { socketPath: '/var/run/docker.sock' },
      engine: 'auto',
      metricsPort: 0,
      metricsHost: '127.0.0.1',
      logLevels: { base: 'info', collectors: new Map() },
      collectors: new Set(COLLECTOR_NAMES),
      containerLabels: [],
      nodeName: null,
      inCluster: false,
      kubernetes: null,
    });
  });

  it('asks Kubernetes where it is in a cluster and knows the name of its node', () => {
    const cluster = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '6443' };
    expect(accepted({ ...cluster, WEIR_NODE_NAME: 'worker-1.example' })).toMatchObject({
      nodeName: 'worker-1.example',
      kubernetes: {
        ...{ host: '10.96.0.1', port: 6_443, nodeName: 'worker-1.example' },
        credentials: '/var/run/secrets/kubernetes.io/serviceaccount',
      },
    });
    expect(accepted(cluster)).toMatchObject({ inCluster: true, kubernetes: null });
    expect(accepted({ WEIR_NODE_NAME: 'worker-1' })).toMatchObject({ nodeName: 'worker-1', kubernetes: null });
    expect(readConfig({ ...cluster, KUBERNETES_SERVICE_PORT: 'tcp', WEIR_NODE_NAME: 'a/b?c' })).toEqual({
      ok: false,
      faults: [
        'WEIR_NODE_NAME must be the name of this node, as spec.nodeName of the agent’s own pod',
        'KUBERNETES_SERVICE_PORT must be a whole number between 1 and 65535',
      ],
    });
  });

  it('takes how the host joins', () => {
    const pin = `sha256:${'0a'.repeat(32)}`;
    const join = { WEIR_JOIN_URL: 'https://weir.example:8443/', WEIR_JOIN_TOKEN: 'weirjoin_x' };
    expect(accepted({ ...join, WEIR_JOIN_PIN: `sha256:${'0A'.repeat(32)}` }).join).toEqual({
      ...{ url: 'https://weir.example:8443', token: 'weirjoin_x', tokenFile: null, pin },
    });
    const file = { WEIR_JOIN_URL: 'http://127.0.0.1:8080', WEIR_JOIN_TOKEN_FILE: '/run/token' };
    expect(accepted(file).join).toEqual({
      url: 'http://127.0.0.1:8080',
      token: null,
      tokenFile: '/run/token',
      pin: null,
    });
  });

  it.each([
    [{ WEIR_JOIN_TOKEN: 'hunter2' }, 'WEIR_JOIN_URL must be set too'],
    [{ WEIR_JOIN_URL: 'http://weir.example' }, 'WEIR_JOIN_URL must be https://host:port, without a path'],
    [{ WEIR_JOIN_URL: 'http://127.0.0.1.example' }, 'WEIR_JOIN_URL must be https://host:port, without a path'],
    [{ WEIR_JOIN_URL: 'https://u:hunter2@weir.example' }, 'WEIR_JOIN_URL must be https://host:port, without a path'],
    [{ WEIR_JOIN_URL: 'https://weir.example/api' }, 'WEIR_JOIN_URL must be https://host:port, without a path'],
    [{ WEIR_JOIN_URL: 'https://weir.example', WEIR_JOIN_TOKEN: 'hunter2 x' }, 'WEIR_JOIN_TOKEN must be a join token'],
    [
      { WEIR_JOIN_URL: 'https://a', WEIR_JOIN_TOKEN: 'hunter2', WEIR_JOIN_TOKEN_FILE: '/b' },
      'WEIR_JOIN_TOKEN_FILE must be left out where WEIR_JOIN_TOKEN is set',
    ],
    [{ WEIR_JOIN_URL: 'https://a', WEIR_JOIN_PIN: 'hunter2' }, 'WEIR_JOIN_PIN must be sha256: and the 64'],
    [
      { WEIR_JOIN_URL: 'http://127.0.0.1', WEIR_JOIN_PIN: `sha256:${'0'.repeat(64)}` },
      'WEIR_JOIN_PIN must be left out where WEIR_JOIN_URL is no https://',
    ],
  ])('does not join by %j', (environment, fault) => {
    const result = readConfig(environment);
    expect(result).toEqual({ ok: false, faults: [expect.stringContaining(fault)] });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });

  it('takes the labels to send, but not all of them at once', () => {
    const labels = (names: string) => readConfig({ WEIR_CONTAINER_LABELS: names });
    expect(accepted({ WEIR_CONTAINER_LABELS: 'team, com.example.*,' }).containerLabels).toEqual([
      'team',
      'com.example.*',
    ]);
    for (const names of ['*', 'a*b', 'team,two words', 'a,**']) {
      expect(labels(names)).toEqual({
        ok: false,
        faults: ['WEIR_CONTAINER_LABELS must be names of labels separated by commas, in which only the end may be *'],
      });
    }
  });

  it('takes patterns of what is left out', () => {
    const exclude = { WEIR_EXCLUDE_INTERFACES: ' veth*,, host/br-? ', WEIR_EXCLUDE_CONTAINERS: 'ci-*' };
    expect(accepted(exclude).exclude).toEqual({ interfaces: ['veth*', 'host/br-?'], containers: ['ci-*'] });
    const many = { WEIR_EXCLUDE_INTERFACES: 'a,'.repeat(101), WEIR_EXCLUDE_CONTAINERS: 'x'.repeat(256) };
    expect(readConfig(many)).toEqual({
      ok: false,
      faults: [
        'WEIR_EXCLUDE_INTERFACES must be at most 100 patterns of at most 255 characters',
        'WEIR_EXCLUDE_CONTAINERS must be at most 100 patterns of at most 255 characters',
      ],
    });
  });

  it('takes what is set; an empty variable is not', () => {
    expect(
      accepted({
        WEIR_NATS_URL: 'nats://agent:s%40crt@one:4222, tls://two:4223',
        WEIR_PROC_ROOT: '/host/proc/',
        WEIR_STATE_DIR: '/',
        WEIR_SPOOL_MB: '2',
        WEIR_HOST_PID: '17',
        WEIR_CGROUP_PREFIX: '/h1',
        WEIR_INTERVAL_MS: '10000',
        WEIR_HOST_NAME: 'web 1',
        WEIR_METRICS_PORT: '9100',
        WEIR_METRICS_HOST: '0.0.0.0',
        WEIR_LOG_LEVEL: 'debug',
        WEIR_COLLECTORS_OFF: ' latency,container-interfaces, ',
        WEIR_SYS_ROOT: '',
      }),
    ).toMatchObject({
      nats: { servers: ['nats://one:4222', 'tls://two:4223'], user: 'agent', password: 's@crt' },
      procRoot: '/host/proc',
      stateDir: '/',
      spoolBytes: 2_097_152,
      sysRoot: '/sys',
      hostPid: 17,
      cgroupPrefix: '/h1',
      intervalMs: 10_000,
      hostName: 'web 1',
      metricsPort: 9_100,
      metricsHost: '0.0.0.0',
      logLevels: { base: 'debug' },
      collectors: new Set(['host-interfaces', 'protocols', 'host-state', 'container-state', 'changes']),
    });
  });

  it.each([
    ['unix:///run/user/1000/docker.sock', { socketPath: '/run/user/1000/docker.sock' }],
    ['tcp://docker:2375', { protocol: 'http', host: 'docker', port: 2_375 }],
    ['tcp://docker', { protocol: 'http', host: 'docker', port: 2_375 }],
    ['https://docker', { protocol: 'https', host: 'docker', port: 2_376 }],
    ['tcp://[::1]:2375', { protocol: 'http', host: '::1', port: 2_375 }],
    ['npipe:////./pipe/docker_engine', { socketPath: '//./pipe/docker_engine' }],
  ])('finds Docker at %s', (value, address) => {
    expect(accepted({ DOCKER_HOST: value }).docker).toEqual(address);
  });

  it('reports every fault at once, by name and with the remedy, and repeats no value', () => {
    const secret = 'hunter2';
    const names = COLLECTOR_NAMES.join(', ');
    const result = readConfig({
      WEIR_NATS_URL: `http://agent:${secret}@one`,
      WEIR_STATE_DIR: `${secret}/state`,
      WEIR_HOST_PID: '0',
      WEIR_CGROUP_PREFIX: secret,
      WEIR_INTERVAL_MS: '999',
      WEIR_HOST_NAME: secret.repeat(40),
      DOCKER_HOST: `ssh://${secret}`,
      WEIR_ENGINE: secret,
      WEIR_METRICS_PORT: '65536',
      WEIR_METRICS_HOST: secret,
      WEIR_LOG_LEVEL: `${secret},protocols=debug,${secret}=debug,latency=${secret},protocols=warn`,
      WEIR_COLLECTORS_OFF: `latency,${secret}`,
    });
    expect(result).toEqual({
      ok: false,
      faults: [
        'WEIR_NATS_URL must be nats://host:port or tls://host:port, several separated by commas',
        'WEIR_STATE_DIR must be an absolute path',
        'WEIR_HOST_PID must be a whole number between 1 and 4194304',
        'WEIR_CGROUP_PREFIX must begin with a slash',
        'WEIR_INTERVAL_MS must be a whole number between 1000 and 10000',
        'WEIR_HOST_NAME must not be longer than 255 characters',
        'DOCKER_HOST must be unix:///path, tcp://host:port or https://host:port',
        'WEIR_ENGINE must be one of auto, local, remote',
        'WEIR_METRICS_PORT must be a whole number between 0 and 65535',
        'WEIR_METRICS_HOST must be an IP address of this machine, or 0.0.0.0 for all',
        'WEIR_LOG_LEVEL must begin with one of fatal, error, warn, info, debug, trace, silent',
        `WEIR_LOG_LEVEL must have as entry 3 a <collector>=<level> with a collector of ${names}`,
        `WEIR_LOG_LEVEL must have as entry 4 a <collector>=<level> with a collector of ${names}`,
        'WEIR_LOG_LEVEL must not name protocols twice',
        `WEIR_COLLECTORS_OFF must be a list, separated by commas, of ${names}`,
      ],
    });
  });

  it('gives collectors a log level of their own', () => {
    expect(accepted({ WEIR_LOG_LEVEL: 'warn, protocols=debug,latency=trace' }).logLevels).toEqual({
      base: 'warn',
      collectors: new Map([
        ['protocols', 'debug'],
        ['latency', 'trace'],
      ]),
    });
  });

  it('lets every collector be switched off', () => {
    expect(accepted({ WEIR_COLLECTORS_OFF: COLLECTOR_NAMES.join(',') }).collectors).toEqual(new Set());
  });

  it.each([
    ['nats://u:p%zz@h', 'must have user and password in percent-encoding: % is %25'],
    ['nats://%zz@h', 'must have user and password in percent-encoding: % is %25'],
    ['nats://a:x@one,nats://a:y@two', 'must have the same user and password for every server'],
    ['nats://a:x@one,nats://b:x@two', 'must have the same user and password for every server'],
  ])('refuses the credentials of %s', (value, fault) => {
    expect(readConfig({ WEIR_NATS_URL: value })).toEqual({ ok: false, faults: [`WEIR_NATS_URL ${fault}`] });
  });

  it('takes credentials from whichever server of a list has them', () => {
    for (const value of ['nats://one,nats://a:x@two', 'nats://a:x@one,nats://a:x@two', 'nats://a:x@one,nats://two']) {
      expect(accepted({ WEIR_NATS_URL: value }).nats).toMatchObject({ user: 'a', password: 'x' });
    }
  });

  it('does not take rubbish for a number or an address', () => {
    for (const value of ['1e3', ' ', '-1', '1000.5', 'x']) {
      const result = readConfig({ WEIR_INTERVAL_MS: value, WEIR_NATS_URL: 'not an address' });
      expect(result.ok).toBe(false);
    }
  });
});

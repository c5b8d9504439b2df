import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const MINIMUM = { WEIR_DATABASE_URL: 'postgresql://weir:secret@db/weir' };

describe('readConfig', () => {
  it('fills in the defaults', () => {
    const read = readConfig(MINIMUM);
    expect(read).toMatchObject({
      ok: true,
      config: {
        nats: { servers: ['nats://127.0.0.1:4222'], user: null, tls: false },
        natsReplicas: null,
        httpHost: '127.0.0.1',
        httpPort: 8080,
        tls: null,
        tlsFolder: null,
        trustedProxies: [],
        corsOrigins: [],
        analysePartitions: 1,
        metricsTotals: [],
        mostMetricsTotals: 100,
        isLocalSignIn: false,
        isAnonymousRead: false,
        openPaths: ['healthz', 'readyz'],
        secretKeys: [],
        publicUrl: null,
        alertAllowedAddresses: [],
        timeZone: 'UTC',
        logLevel: 'info',
      },
    });
    expect(read.ok && [...read.config.roles]).toEqual(['ingest', 'analyse', 'api']);
    expect(read.ok && read.config.dashboardDir).toMatch(/apps\/dashboard\/dist$/);
  });

  it('takes what is set, and an empty variable as not set', () => {
    const read = readConfig({
      ...MINIMUM,
      WEIR_NATS_URL: 'tls://nats:4222',
      WEIR_NATS_REPLICAS: '3',
      WEIR_HTTP_HOST: '0.0.0.0',
      WEIR_TLS_FOLDER: '/srv/tls',
      WEIR_HTTP_PORT: '0',
      WEIR_DASHBOARD_DIR: '/srv/dashboard',
      WEIR_TRUSTED_PROXIES: '10.0.0.5, fd00::/8',
      WEIR_CORS_ORIGINS: 'https://grafana.example, http://127.0.0.1:3000',
      WEIR_ROLES: ' api ',
      WEIR_ANALYSE_PARTITIONS: '16',
      WEIR_METRICS_TOTALS: 'service, host,host',
      WEIR_METRICS_TOTALS_MOST: '20',
      WEIR_ANONYMOUS_READ: 'true',
      WEIR_OPEN_PATHS: 'metrics',
      WEIR_SECRET_KEYS: Buffer.alloc(32, 1).toString('base64'),
      WEIR_PUBLIC_URL: 'https://weir.example/',
      WEIR_ALERT_ALLOWED_ADDRESSES: '127.0.0.0/8, ::1',
      WEIR_TIME_ZONE: 'Europe/Berlin',
      WEIR_LOG_LEVEL: '',
    });
    expect(read).toMatchObject({
      ok: true,
      config: {
        nats: { servers: ['tls://nats:4222'], tls: true },
        natsReplicas: 3,
        httpHost: '0.0.0.0',
        tls: null,
        tlsFolder: '/srv/tls',
        httpPort: 0,
        dashboardDir: '/srv/dashboard',
        trustedProxies: ['10.0.0.5', 'fd00::/8'],
        corsOrigins: ['https://grafana.example', 'http://127.0.0.1:3000'],
        roles: new Set(['api']),
        analysePartitions: 16,
        metricsTotals: ['service', 'host'],
        mostMetricsTotals: 20,
        isAnonymousRead: true,
        openPaths: ['metrics'],
        secretKeys: [{ id: expect.stringMatching(/^[0-9a-f]{8}$/) }],
        publicUrl: 'https://weir.example',
        alertAllowedAddresses: ['127.0.0.0/8', '::1'],
        timeZone: 'Europe/Berlin',
        logLevel: 'info',
      },
    });
  });

  it('reports every fault at once and echoes no value', () => {
    const values = {
      WEIR_DATABASE_URL: 'mysql://weir:hunter2@db/weir',
      WEIR_NATS_URL: 'not a url',
      WEIR_NATS_REPLICAS: '4',
      WEIR_ROLES: 'ingest,cook',
      WEIR_ANALYSE_PARTITIONS: '257',
      WEIR_HTTP_PORT: '65536',
      WEIR_TRUSTED_PROXIES: '10.9.9.9,0.0.0.0/0',
      WEIR_CORS_ORIGINS: 'https://fine.example,*',
      WEIR_METRICS_TOTALS: 'host,planet',
      WEIR_METRICS_TOTALS_MOST: '1001',
      WEIR_LOCAL_SIGN_IN: 'yes',
      WEIR_ANONYMOUS_READ: '1',
      WEIR_OPEN_PATHS: 'livez',
      WEIR_SECRET_KEYS: 'c2hvcnQ=',
      WEIR_PUBLIC_URL: 'weir.example?x',
      WEIR_ALERT_ALLOWED_ADDRESSES: '10.0.0.0/33',
      WEIR_TIME_ZONE: 'Atlantis/Here',
      WEIR_LOG_LEVEL: 'loud',
    };
    const read = readConfig(values);
    const faults = read.ok ? [] : read.faults;
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(Object.keys(values));
    for (const value of [
      'hunter2',
      'not a url',
      '65536',
      '10.9.9.9',
      'fine.example',
      'cook',
      '257',
      'planet',
      '1001',
      'c2hv',
      'example?x',
      '/33',
      'Atlantis',
      'loud',
    ])
      expect(faults.join()).not.toContain(value);
  });

  it.each(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])(
    'takes the log level %s, as the agent',
    (level) => {
      const read = readConfig({ WEIR_DATABASE_URL: 'postgresql://db/weir', WEIR_LOG_LEVEL: level });
      expect(read.ok && read.config.logLevel).toBe(level);
    },
  );

  it.each([
    '*',
    'null',
    'grafana.example',
    'https://grafana.example/',
    'https://Grafana.example',
    'ftp://a.example',
    'a,',
  ])('takes no origin that no browser tells: %s', (origin) => {
    const read = readConfig({ ...MINIMUM, WEIR_CORS_ORIGINS: origin });
    expect(read).toEqual({ ok: false, faults: [expect.stringMatching(/^WEIR_CORS_ORIGINS must be origins/)] });
  });

  it.each([
    ['127.0.0.1', true],
    ['127.8.0.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.5', false],
    ['127.0.0.1.example', false],
  ])('signs in who asks from this machine where it listens at %s: %s', (host, isTaken) => {
    const env = { ...MINIMUM, WEIR_LOCAL_SIGN_IN: 'true', WEIR_PLAIN_HTTP: 'true' };
    const read = readConfig({ ...env, WEIR_HTTP_HOST: host });
    expect(read.ok).toBe(isTaken);
    if (!read.ok) expect(read.faults).toEqual([expect.stringMatching(/^WEIR_LOCAL_SIGN_IN must be false where/)]);
  });

  it('passes over nothing between commas, but takes no commas for roles', () => {
    const read = readConfig({ ...MINIMUM, WEIR_CORS_ORIGINS: 'https://a.example,,https://b.example,' });
    expect(read.ok && read.config.corsOrigins).toEqual(['https://a.example', 'https://b.example']);
    expect(readConfig({ ...MINIMUM, WEIR_ROLES: ' , ' })).toEqual({
      ok: false,
      faults: [expect.stringMatching(/^WEIR_ROLES must be a comma-separated list/)],
    });
  });

  it('says that the database is missing', () => {
    expect(readConfig({})).toEqual({
      ok: false,
      faults: [expect.stringMatching(/^WEIR_DATABASE_URL must be the address of a PostgreSQL database/)],
    });
  });
});

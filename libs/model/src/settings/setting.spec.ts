import { describe, expect, it } from '@jest/globals';
import { SETTING_NAMES } from './names.js';
import {
  asItIs,
  isLoopback,
  listOf,
  orRemedy,
  readOptional,
  readSettings,
  type Settings,
  toldFaults,
} from './setting.js';
import { unknownSettings } from './unknown.js';

const SETTINGS = {
  WEIR_HTTP_PORT: {
    default: '8080',
    takes: '',
    meaning: '',
    read: (text) => orRemedy(/^\d+$/.test(text) ? Number(text) : null, 'must be a number'),
  },
  WEIR_HOME: { default: '', takes: '', meaning: '', read: asItIs },
  WEIR_ROLES: { default: '', takes: '', meaning: '', read: () => ({ ok: false, remedies: ['must be', 'may not be'] }) },
} satisfies Settings;

describe('a table of settings', () => {
  it('takes what is set, else what holds by default; an empty variable is not set', () => {
    expect(readSettings(SETTINGS, { WEIR_HTTP_PORT: ' 80 ', WEIR_HOME: 'x' }).values).toEqual({
      WEIR_HTTP_PORT: 80,
      WEIR_HOME: 'x',
    });
    expect(readSettings(SETTINGS, { WEIR_HTTP_PORT: ' ' }).values).toEqual({ WEIR_HTTP_PORT: 8080, WEIR_HOME: '' });
  });

  it('tells all faults in its order, whoever found them', () => {
    const { faults } = readSettings(SETTINGS, { WEIR_HTTP_PORT: 'x' });
    expect(toldFaults(SETTINGS, [...faults, { name: 'WEIR_HOME', remedy: 'must exist' }])).toEqual([
      'WEIR_HTTP_PORT must be a number',
      'WEIR_HOME must exist',
      'WEIR_ROLES must be',
      'WEIR_ROLES may not be',
    ]);
  });

  it('does not take what Kubernetes tells of a service for a setting', () => {
    const service = { WEIR_HTTP_PORT: 'tcp://10.0.0.1:80', WEIR_HTTP_SERVICE_HOST: '10.0.0.1' };
    expect(readSettings(SETTINGS, service).values).toMatchObject({ WEIR_HTTP_PORT: 8080 });
    expect(readSettings(SETTINGS, { ...service, WEIR_HTTP_PORT: '81' }).values).toMatchObject({ WEIR_HTTP_PORT: 81 });
    const { faults } = readSettings(SETTINGS, { WEIR_HTTP_PORT: 'tcp://10.0.0.1:80' });
    expect(faults).toContainEqual({ name: 'WEIR_HTTP_PORT', remedy: 'must be a number' });
  });
});

describe('a variable that is no setting', () => {
  it.each([
    ['WEIR_NATS_ULR', 'is WEIR_NATS_URL meant?'],
    ['weir_nats_url', 'is WEIR_NATS_URL meant?'],
    ['WEIR_DATABSE_URL', 'is WEIR_DATABASE_URL meant?'],
    ['WEIR_TRAFFIC_FOR_DAYS', 'docs/configuration.md lists those that there are'],
  ])('is told: %s', (name, remedy) => {
    expect(unknownSettings({ [name]: 'hunter2' })).toEqual([`${name} is no setting, and does nothing: ${remedy}`]);
  });

  it('is none of another program of ours', () => {
    const names = Object.values(SETTING_NAMES).flat();
    expect(unknownSettings(Object.fromEntries(names.map((name) => [name, '1'])))).toEqual([]);
    expect(unknownSettings({ PATH: '/bin', NATS_URL: 'x' })).toEqual([]);
  });

  it('is none that Kubernetes sets for services named after weir', () => {
    const ofService = (service: string): Record<string, string> => ({
      [`${service}_SERVICE_HOST`]: '10.0.0.1',
      [`${service}_SERVICE_PORT`]: '4222',
      [`${service}_SERVICE_PORT_CLIENT_TLS`]: '4222',
      [`${service}_PORT`]: 'tcp://10.0.0.1:4222',
      [`${service}_PORT_4222_TCP`]: 'tcp://10.0.0.1:4222',
      [`${service}_PORT_4222_TCP_PROTO`]: 'tcp',
      [`${service}_PORT_4222_TCP_PORT`]: '4222',
      [`${service}_PORT_4222_TCP_ADDR`]: '10.0.0.1',
    });
    expect(unknownSettings({ ...ofService('WEIR'), ...ofService('WEIR_NATS') })).toEqual([]);
    expect(unknownSettings({ WEIR_NATS_PORT: '4222' })).toHaveLength(1);
    expect(unknownSettings({ ...ofService('WEIR_NATS'), WEIR_NATS_PORT: '4222' })).toHaveLength(1);
  });
});

describe('readers of settings', () => {
  it('let what may be left out be null, and read the rest', () => {
    const read = readOptional(asItIs);
    expect([read(''), read('x')]).toEqual([
      { ok: true, value: null },
      { ok: true, value: 'x' },
    ]);
  });

  it('pass over nothing between two commas', () => {
    expect(listOf(' a, ,b,')).toEqual(['a', 'b']);
    expect(listOf('')).toEqual([]);
  });

  it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1', '[::1]'])('know %s as this machine', (host) =>
    expect(isLoopback(host)).toBe(true),
  );
  it.each(['0.0.0.0', 'localhost.example', '10.127.0.0.1', '::'])('know that %s can be reached', (host) =>
    expect(isLoopback(host)).toBe(false),
  );
});

import { describe, expect, it } from '@jest/globals';
import { dashboardUrl } from './apps/aggregator.js';
import { readConfig } from './config.js';
import { Fault, toFault } from './fault.js';
import { natsCommand } from './nats/service.js';

describe('the settings of npm start', () => {
  it('have defaults, and an empty variable is one that is not set', () => {
    expect(readConfig({ WEIR_HTTP_PORT: '', WEIR_NATS_URL: ' ' }, '/weir')).toEqual({
      root: '/weir',
      home: '/weir/.weir',
      httpHost: '127.0.0.1',
      isPlainHttp: false,
      httpPort: 8080,
      natsUrl: undefined,
      databaseUrl: undefined,
      dockerHost: 'unix:///var/run/docker.sock',
      logLevel: '',
      isDemo: false,
    });
  });

  it('give the aggregator the log level without those of collectors', () => {
    expect(readConfig({ WEIR_LOG_LEVEL: ' warn , protocols=debug' }, '/weir').logLevel).toBe('warn');
  });

  it('take a home folder relative to the repository, or absolute', () => {
    expect(readConfig({ WEIR_HOME: 'state' }, '/weir').home).toBe('/weir/state');
    expect(readConfig({ WEIR_HOME: '/data' }, '/weir').home).toBe('/data');
  });

  it('keep the state of the demo apart, and simulated hosts away from any database and NATS but its own', () => {
    expect(readConfig({}, '/weir', true)).toMatchObject({ home: '/weir/.weir/demo', isDemo: true });
    expect(readConfig({ WEIR_HOME: '/data' }, '/weir', true).home).toBe('/data/demo');
    for (const name of ['WEIR_DATABASE_URL', 'WEIR_NATS_URL']) {
      expect(() => readConfig({ [name]: 'x' }, '/weir', true)).toThrow(`: unset ${name}, or run npm start to use it.`);
    }
  });

  it.each(['0', '65536', '80x', '-1', '8080.5'])('refuse the port %s by name', (port) => {
    expect(() => readConfig({ WEIR_HTTP_PORT: port }, '/weir')).toThrow(
      new Fault('WEIR_HTTP_PORT must be a whole number between 1 and 65535.'),
    );
  });
});

describe('the printed address', () => {
  it.each([
    ['127.0.0.1', false, 'http://127.0.0.1:8080'],
    ['0.0.0.0', false, 'https://127.0.0.1:8080'],
    ['0.0.0.0', true, 'http://127.0.0.1:8080'],
    ['::', false, 'https://[::1]:8080'],
    ['::1', false, 'http://[::1]:8080'],
    ['box.example', false, 'https://box.example:8080'],
  ])('for %s (plain: %s) is %s', (httpHost, isPlainHttp, url) => {
    expect(dashboardUrl({ httpHost, httpPort: 8080, isPlainHttp })).toBe(url);
  });
});

describe('a system error', () => {
  it('becomes a sentence with its remedy, the file included', () => {
    const error = Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC', path: '/data/x' });
    expect((toFault(error) as Error).message).toBe('The disk is full: free some space and start again. (/data/x)');
  });

  it.each(['ENOTDIR', 'EEXIST', 'EACCES', 'EPERM', 'EROFS'])('of the home folder (%s) names WEIR_HOME', (code) => {
    const fault = toFault(Object.assign(new Error('x'), { code, path: '/dev/null/x' }));
    expect((fault as Error).message).toMatch(/: set WEIR_HOME to a folder .*\. \(\/dev\/null\/x\)$/);
  });

  it('is known by its words too, as a program prints them', () => {
    expect(toFault(new Error('initdb: error: No space left on device'))).toBeInstanceOf(Fault);
  });

  it('stays itself when it is not known', () => {
    const error = new TypeError('x is not a function');
    expect(toFault(error)).toBe(error);
  });
});

describe('NATS', () => {
  it('runs as a program that listens on the loopback address only', () => {
    const program = { kind: 'program', path: '/usr/sbin/nats-server', version: '2.10.27' } as const;
    expect(natsCommand(program, 4333, '/home/nats')).toEqual({
      command: '/usr/sbin/nats-server',
      args: ['-a', '127.0.0.1', '-p', '4333', '-js', '-sd', '/home/nats'],
    });
  });

  it('runs in Docker with its port on the loopback address only, and its store on the host', () => {
    const { command, args } = natsCommand({ kind: 'docker', image: 'nats:2' }, 4333, '/home/nats');
    expect([command, ...args].join(' ')).toBe(
      'docker run --rm --init --name weir-nats-4333 -p 127.0.0.1:4333:4222 -v /home/nats:/data nats:2 -js -sd /data',
    );
  });
});

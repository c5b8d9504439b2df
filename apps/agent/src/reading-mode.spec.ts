import { networkInterfaces } from 'node:os';
import { describe, expect, it } from '@jest/globals';
import type { Config } from './config/config.js';
import { missingIn } from './missing.js';
import { type ReadingMode, readingMode } from './reading-mode.js';

const SOCKET = { socketPath: '/var/run/docker.sock' };
const tls = (host: string): Config['docker'] => ({ protocol: 'https', host, port: 2_376 });
const PROXY = { protocol: 'http', host: 'docker-proxy', port: 2_375 } as const;
const fixtures = new URL('../fixtures/host/', import.meta.url).pathname;
const roots = { procRoot: `${fixtures}proc`, sysRoot: `${fixtures}sys` };

function mode(
  given: Partial<Pick<Config, 'docker' | 'engine' | 'procRoot'>>,
  platform: NodeJS.Platform = 'linux',
): ReadingMode {
  return readingMode({ docker: SOCKET, engine: 'auto', ...roots, ...given }, platform);
}

describe('how the agent reads', () => {
  it('is /proc wherever that is', () => {
    expect(mode({})).toEqual({ kind: 'proc' });
    // A socket proxy beside the agent.
    expect(mode({ docker: PROXY })).toEqual({ kind: 'proc' });
  });

  it('is Docker’s statistics without /proc, and the system’s commands where it has them', () => {
    const statistics = { kind: 'docker', remote: false, os: null };
    expect(mode({ procRoot: '/no/such/proc' })).toEqual(statistics);
    expect(mode({ procRoot: fixtures })).toEqual(statistics);
    expect(mode({}, 'freebsd')).toEqual(statistics);
    expect(mode({}, 'darwin')).toMatchObject({ remote: false, os: { counters: { file: '/usr/sbin/netstat' } } });
    expect(mode({}, 'win32')).toMatchObject({ remote: false, os: { counters: { file: 'powershell.exe' } } });
  });

  it('is Docker’s statistics alone where the engine is on another machine', () => {
    const elsewhere = { kind: 'docker', remote: true, os: null };
    expect(mode({ docker: tls('engine.example') })).toEqual(elsewhere);
    expect(mode({ docker: tls('192.0.2.7') }, 'darwin')).toEqual(elsewhere);
    expect(mode({ docker: PROXY, engine: 'remote' })).toEqual(elsewhere);
  });

  it('knows this machine by its addresses', () => {
    const own = Object.values(networkInterfaces()).flatMap((infos) => infos ?? [])[0]?.address ?? '127.0.0.1';
    for (const host of ['localhost', '127.0.0.2', '::1', own])
      expect(mode({ docker: tls(host) })).toEqual({ kind: 'proc' });
    expect(mode({ docker: tls('engine.example'), engine: 'local' })).toEqual({ kind: 'proc' });
  });
});

describe('what cannot be known', () => {
  const missing = (given: ReadingMode, platform: NodeJS.Platform = 'linux', sysRoot = roots.sysRoot): string[] =>
    missingIn(given, platform, { ...roots, sysRoot });
  const local = mode({ procRoot: '/no/such/proc' });

  it('is nothing with /proc and /sys', () => {
    expect(missing({ kind: 'proc' })).toEqual([]);
    expect(missing({ kind: 'proc' }, 'linux', '/no/sys')).toEqual([
      'Class, speed, MTU and state of the host’s interfaces: /no/sys/class/net cannot be read.',
    ]);
  });

  it('is the host where there is no /proc, and where the engine is remote', () => {
    expect(missing(local)[0]).toBe(`Interfaces of the host: ${roots.procRoot} shows no process.`);
    expect(missing(mode({ engine: 'remote' }))[0]).toBe('Interfaces of the host: the engine is remote.');
  });

  it('is what the commands of a system do not tell', () => {
    const told = missing(mode({}, 'darwin'), 'darwin');
    expect(told.filter((sentence) => /^Interfaces of the host:/.test(sentence))).toEqual([]);
    expect(told).toContain('Speed of the host’s interfaces: netstat does not tell it.');
    expect(missing(mode({}, 'win32'), 'win32')).not.toContain(
      'Speed of the host’s interfaces: netstat does not tell it.',
    );
  });

  it.each([local, mode({ engine: 'remote' }), mode({}, 'darwin')])('is said in sentences (%#)', (given) => {
    for (const sentence of missing(given, 'darwin')) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });
});

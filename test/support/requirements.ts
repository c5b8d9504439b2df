import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, it } from '@jest/globals';
import { libraryPath } from './faults/fake-clock.js';

/** Something of the machine that a test cannot do without. */
export interface Requirement {
  /** Why this machine does not have it; undefined when it does. */
  missing(): string | undefined;
}

/** Root's rights. */
export const root: Requirement = { missing: () => (process.getuid?.() === 0 ? undefined : 'not root') };

/** Debian, or what is made from it. */
export const debian: Requirement = { missing: () => (isDebian() ? undefined : 'not Debian') };

/** nats-server. */
export const natsServer = program('nats-server');

/** What documents ask REST with. */
export const curl = program('curl');

/** What makes certificates. */
export const openssl = program('openssl');

/** util-linux's script, which gives a program a terminal. */
export const terminal = program('script', 'bsdutils');

/** What steps a program's clock. */
export const fakeTime: Requirement = {
  missing: () => (libraryPath() ? undefined : 'libfaketime is not installed (Debian package libfaketime)'),
};

/** Headless Chromium. */
export const chromium = program('chromium');

/** What stands before several aggregators. */
export const haproxy = program('haproxy');

/** What reads PDF, and draws it. */
export const poppler = program('pdftotext', 'poppler-utils');

/** Reverse proxies that documents show. */
export const nginx = program('nginx', 'nginx-light');
export const caddy = program('caddy');

/** What builds a Debian 13 of our own, for TimescaleDB. */
export const debian13: readonly Requirement[] = [debian, root, program('debootstrap')];

/** What a Docker engine of our own takes. */
export const dockerEngine: readonly Requirement[] = [
  root,
  program('dockerd', 'docker.io'),
  program('busybox', 'busybox-static'),
  program('iptables'),
];

/** What a fleet of Docker hosts takes, each in namespaces of its own, with a socket proxy. */
export const fleet: readonly Requirement[] = [
  ...dockerEngine,
  natsServer,
  program('ip', 'iproute2'),
  program('nsenter', 'util-linux'),
  haproxy,
];

const STRICT = process.env['TEST_STRICT'] === '1';

/**
 * Declares tests that need something of the machine. Where that is missing they are skipped, and their name carries the
 * reason; under TEST_STRICT=1 (a machine that must have everything) they fail instead.
 */
export function describeIf(requirements: Requirement | readonly Requirement[], name: string, tests: () => void): void {
  const reason = [requirements]
    .flat()
    .map((each: Requirement) => each.missing())
    .find(Boolean);
  if (reason === undefined) return describe(name, tests);
  if (!STRICT) return describe.skip(`${name} [skipped: ${reason}]`, tests);
  describe(name, () => {
    it('finds what it needs on this machine', () => {
      throw new Error(reason);
    });
  });
}

function program(name: string, debianPackage = name): Requirement {
  return {
    missing: () => (findOnPath(name) ? undefined : `${name} is not installed (Debian package ${debianPackage})`),
  };
}

function isDebian(): boolean {
  return existsSync('/etc/os-release') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}

function findOnPath(name: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => isExecutable(join(folder, name)));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { SetupFault } from '../../deploy/local/setup.mjs';

/** Debian packages that the medium and end-to-end tests use. */
const PACKAGES = [
  'busybox-static',
  'caddy',
  'chromium',
  'curl',
  'debootstrap',
  'docker.io',
  'haproxy',
  'iproute2',
  'iptables',
  'libfaketime',
  'nats-server',
  'nginx-light',
  'openssl',
  'poppler-utils',
  'procps',
];
const POLICY = '/usr/sbin/policy-rc.d';

/** True on Debian as root: there every test runs, and a missing program is a failure. */
export function mustHaveEverything() {
  return process.getuid?.() === 0 && existsSync('/etc/os-release') && isDebian(readFileSync('/etc/os-release', 'utf8'));
}

/** True when /etc/os-release is Debian's own. */
export function isDebian(osRelease) {
  return /^ID=["']?debian["']?$/m.test(osRelease);
}

/** Installs the system packages that are missing, where that is possible. */
export async function installSystemPackages(steps) {
  const missing = mustHaveEverything() ? PACKAGES.filter((name) => !isInstalled(name)) : [];
  if (missing.length === 0) return;
  await steps.step(
    `Installing ${missing.join(', ')}`,
    async () => install(missing),
    () => `System packages installed (${missing.length})`,
  );
}

function isInstalled(name) {
  try {
    const status = execFileSync('dpkg-query', ['-W', '-f=${Status}', name], { stdio: ['ignore', 'pipe', 'ignore'] });
    return status.toString().endsWith(' installed');
  } catch {
    return false;
  }
}

/** Their services are not started meanwhile: a test starts its own, on its own ports. */
function install(names) {
  const held = !existsSync(POLICY);
  if (held) writeFileSync(POLICY, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    apt('update');
    apt('install', '--yes', '--no-install-recommends', ...names);
  } finally {
    if (held) rmSync(POLICY, { force: true });
  }
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    execFileSync('apt-get', ['--quiet', ...args], { env, stdio: 'pipe' });
  } catch (error) {
    throw new SetupFault(
      `apt-get ${args[0]} failed: ${error.stderr}Check the system's package sources, then try again.`,
    );
  }
}

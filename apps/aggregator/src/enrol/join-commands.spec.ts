import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { isJoinable, joinCommands, pinOf } from './join-commands.js';

const folder = mkdtempSync(join(tmpdir(), 'weir-pin-'));
const COMPOSE = new URL('../../../../deploy/compose/agent.yml', import.meta.url);
afterAll(() => rmSync(folder, { recursive: true }));

const openssl = (...args: string[]): string =>
  execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });

it('runs the agent as Compose does', () => {
  const [docker] = joinCommands({ url: 'https://weir.example', secret: 'weirjoin_x', pin: null });
  const { services } = parse(readFileSync(COMPOSE, 'utf8'), { merge: true }) as {
    services: {
      agent: { image: string; mem_limit: string; pids_limit: number; volumes: string[]; cap_drop: string[] };
    };
  };
  const { image, mem_limit: memory, pids_limit: pids, volumes } = services.agent;
  const words = [
    `--memory ${memory}`,
    `--pids-limit ${pids}`,
    '--read-only',
    '--cap-drop ALL',
    image.match(/weir-agent:[\d.]+/)?.[0],
  ];
  for (const word of words) expect(docker?.command).toContain(word);
  expect(docker?.command).toContain('--security-opt no-new-privileges:true');
  expect(docker?.command).toContain('-e WEIR_HOST_NAME="$(hostname)"');
  const mounts = volumes
    .filter((each) => !each.startsWith('socket:'))
    .map((each) => each.replace(/^agent:/, 'weir-agent:'));
  for (const mount of mounts) expect(docker?.command).toContain(`-v ${mount}`);
});

it('gives a shell nothing to run that an address may hold', () => {
  const secret = `a'b$(id)`;
  const lines = joinCommands({ url: 'https://weir.example;id', secret, pin: 'sha256:00' });
  const { command = '' } = lines.at(-1) ?? {};
  const printed = execFileSync('sh', [
    '-c',
    command.replace(/node \S+$/, `sh -c 'echo "$WEIR_JOIN_URL $WEIR_JOIN_TOKEN $WEIR_JOIN_PIN"'`),
  ]);
  expect(printed.toString()).toBe(`https://weir.example;id ${secret} sha256:00\n`);
});

it('pins a certificate that nobody else signed, as openssl tells its fingerprint', () => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-noenc'];
  openssl('req', '-x509', ...key, '-keyout', 'own.key', '-out', 'own.pem', '-days', '1', '-subj', '/CN=own');
  openssl('req', ...key, '-keyout', 'other.key', '-out', 'other.csr', '-subj', '/CN=other');
  openssl(
    'x509',
    '-req',
    '-in',
    'other.csr',
    '-CA',
    'own.pem',
    '-CAkey',
    'own.key',
    '-CAcreateserial',
    '-out',
    'other.pem',
  );
  const told = openssl('x509', '-in', 'own.pem', '-noout', '-fingerprint', '-sha256').trim().split('=')[1] ?? '';
  expect(pinOf(readFileSync(join(folder, 'own.pem'), 'utf8'))).toBe(`sha256:${told.replaceAll(':', '').toLowerCase()}`);
  expect(pinOf(readFileSync(join(folder, 'other.pem'), 'utf8'))).toBeNull();
});

it.each([
  ['https://weir.example', true],
  ['http://127.0.0.1:8080', true],
  ['http://[::1]:8080', true],
  ['http://weir.example', false],
  ['http://127.0.0.1.example', false],
])('%s takes a token: %s', (url, isOne) => {
  expect(isJoinable(url)).toBe(isOne);
});

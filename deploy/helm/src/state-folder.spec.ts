import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { environmentOf } from './environment.js';
import { named, render } from './render.js';

const NOBODY = 65_534;
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;

/** What the pod's security context leaves it with. */
const CHOWN_ALONE = ['--bounding-set=-all,+chown', '--inh-caps=-all', '--no-new-privs', '--clear-groups'];

(isRoot ? describe : describe.skip)('the init container of the agent, with CAP_CHOWN alone', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'weir-state-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const run = async (): Promise<string> => {
    const { initContainers } = named(await render(), 'DaemonSet', 'weir-agent')['spec'].template.spec;
    const [{ command, args, env, securityContext }] = initContainers;
    expect(securityContext.capabilities).toEqual({ drop: ['ALL'], add: ['CHOWN'] });
    const script = args[0].replaceAll('/state', folder);
    const { status, stderr } = spawnSync('setpriv', [...CHOWN_ALONE, process.execPath, ...command.slice(1), script], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...environmentOf(env, () => '') },
    });
    const { uid, gid, mode } = statSync(folder);
    const left = `${uid}:${gid} ${(mode & 0o777).toString(8)}`;
    return status === 0 ? left : `${left}, ${stderr.trim()}`;
  };

  it('gives the folder that the node made to the agent, and nobody else', async () => {
    expect(await run()).toBe(`${NOBODY}:${NOBODY} 700`);
    expect(await run()).toBe(`${NOBODY}:${NOBODY} 700`);
  });

  it('takes a disk that is mounted there', async () => {
    mkdirSync(join(folder, 'lost+found'));
    expect(await run()).toBe(`${NOBODY}:${NOBODY} 700`);
  });

  it('leaves what the agent holds there as it is', async () => {
    chownSync(folder, NOBODY, NOBODY);
    writeFileSync(join(folder, 'host-id'), 'web-1');
    expect(await run()).toBe(`${NOBODY}:${NOBODY} 700`);
  });

  it('touches no folder of the system, nor of another user, and says which value names it', async () => {
    const said = (user: number): string =>
      `agent.state.path: /var/lib/weir-agent is used by others (user ${user}): name a folder that is not there yet`;
    chmodSync(folder, 0o755);
    writeFileSync(join(folder, 'passwd'), '');
    expect(await run()).toBe(`0:0 755, ${said(0)}`);
    chownSync(folder, 1_000, 1_000);
    expect(await run()).toBe(`1000:1000 755, ${said(1_000)}`);
  });
});

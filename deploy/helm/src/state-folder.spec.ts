import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
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
    const [{ command, args, securityContext }] = initContainers;
    expect(securityContext.capabilities).toEqual({ drop: ['ALL'], add: ['CHOWN'] });
    const script = args[0].replaceAll('/state', folder);
    execFileSync('setpriv', [...CHOWN_ALONE, process.execPath, ...command.slice(1), script], { stdio: 'pipe' });
    const { uid, gid, mode } = statSync(folder);
    return `${uid}:${gid} ${(mode & 0o777).toString(8)}`;
  };

  it('gives the folder that the node made to the agent, and nobody else', async () => {
    expect(await run()).toBe(`${NOBODY}:${NOBODY} 700`);
    expect(await run()).toBe(`${NOBODY}:${NOBODY} 700`);
  });

  it('leaves a folder alone that was given away already', async () => {
    chownSync(folder, 1_000, 1_000);
    expect(await run()).toBe('1000:1000 700');
  });
});

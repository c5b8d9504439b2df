import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { foundHidden, hidingOf } from './kernel.js';

const mounts = (options: string, place = '/host/proc'): string =>
  `22 1 0:20 / /proc rw - proc proc rw\n31 1 0:21 / ${place} ro,nosuid - proc proc ${options}`;

describe('what a mount of /proc hides', () => {
  it.each([
    ['rw,hidepid=2', '2'],
    ['rw,hidepid=invisible', 'invisible'],
    ['rw,gid=4,hidepid=ptraceable', 'ptraceable'],
    ['rw,hidepid=0', null],
    ['rw,hidepid=off', null],
    ['rw', null],
  ])('is told by its options: %s', (options, hidden) => {
    expect(hidingOf('/host/proc', mounts(options))).toBe(hidden);
  });

  it('is of that mount alone, and of the last one there', () => {
    expect(hidingOf('/proc', mounts('rw,hidepid=2'))).toBeNull();
    expect(hidingOf('/host/proc', `${mounts('rw,hidepid=2')}\n${mounts('rw')}`)).toBeNull();
  });
});

describe('processes that are hidden', () => {
  const root = mkdtempSync(join(tmpdir(), 'weir-proc-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('are a fault where they are hidden from the agent, and none where its group sees them', () => {
    const hidden = mounts('rw,hidepid=2,gid=1000', root);
    expect(foundHidden(root, mounts('rw', root))).toBeNull();
    expect(foundHidden(root, hidden)).toMatchObject({ state: 'broken', text: expect.stringContaining('hidepid=2') });
    mkdirSync(join(root, '1'));
    writeFileSync(join(root, '1', 'cgroup'), '0::/init.scope\n');
    expect(foundHidden(root, hidden)).toBeNull();
  });
});

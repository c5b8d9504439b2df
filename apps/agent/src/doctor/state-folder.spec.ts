import { mkdirSync, mkdtempSync, readdirSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { examineStateFolder } from './state-folder.js';

const MIB = 1_048_576;

describe('the state folder', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'weir-state-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('has room for what the spool takes already', () => {
    const { bavail, bsize } = statfsSync(folder);
    // Sparse, so that it takes nothing: more than other programs write meanwhile.
    const segment = join(folder, 'spool-0000000001.log');
    const spoolBytes = bavail * bsize + 2_048 * MIB;
    expect(examineStateFolder(folder, spoolBytes)[0]).toMatchObject({ state: 'broken' });
    writeFileSync(segment, '');
    truncateSync(segment, 4_096 * MIB);
    expect(examineStateFolder(folder, spoolBytes)[0]).toMatchObject({
      state: 'well',
      text: expect.stringMatching(/ \d+ MiB are free beside 4096 MiB of the spool, which takes at most \d+ MiB$/),
    });
  });

  it('is left as it was', () => {
    mkdirSync(join(folder, 'state'));
    examineStateFolder(join(folder, 'state'), 1);
    expect(readdirSync(folder, { recursive: true })).toEqual(['state']);
  });
});

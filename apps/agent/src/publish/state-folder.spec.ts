import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isHostId } from '@weir/model';
import { openStateFolder } from './state-folder.js';

describe('the state folder', () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'weir-state-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it('is made where it is missing, and keeps the host’s id', () => {
    const folder = join(parent, 'a/b');
    const first = openStateFolder(folder, 'boot');
    expect(first.problem).toBeNull();
    expect(isHostId(first.hostId)).toBe(true);
    expect(openStateFolder(folder, 'boot').hostId).toBe(first.hostId);
    expect(readdirSync(folder)).toEqual(['host-id']);
    expect(readFileSync(join(folder, 'host-id'), 'utf8')).toBe(`${first.hostId}\n`);
  });

  it('refuses an id that is none, with the remedy', () => {
    writeFileSync(join(parent, 'host-id'), 'my-host');
    expect(() => openStateFolder(parent, 'boot')).toThrow(
      /host-id does not hold a UUID in lower case: put .* back, or remove/,
    );
  });

  it('goes on in memory where it cannot be written, under an id that stays for this boot', () => {
    const file = join(parent, 'file');
    writeFileSync(file, '');
    const first = openStateFolder(join(file, 'state'), 'boot 1');
    expect(first.problem).toMatch(/cannot be written \(ENOTDIR\).*set WEIR_STATE_DIR/);
    expect(isHostId(first.hostId)).toBe(true);
    expect(openStateFolder(join(file, 'state'), 'boot 1').hostId).toBe(first.hostId);
    expect(openStateFolder(join(file, 'state'), 'boot 2').hostId).not.toBe(first.hostId);
    expect(first.segments.open()).toEqual([]);
  });
});

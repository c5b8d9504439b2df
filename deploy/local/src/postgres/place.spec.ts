import { chmodSync, lstatSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { canPass, dataDirectory } from './place.js';

const SOMEONE = { uid: 65_534, gid: 65_534 };

describe('where the database keeps its data', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'weir-place-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('is in the home folder when its user can enter it', async () => {
    chmodSync(home, 0o755);
    expect(await dataDirectory(home, SOMEONE)).toBe(join(home, 'postgres'));
  });

  it('is in the home folder when it runs as the same user, closed or not', async () => {
    chmodSync(home, 0o700);
    expect(await dataDirectory(home, undefined)).toBe(join(home, 'postgres'));
  });

  it('can be passed only when every folder above can', async () => {
    chmodSync(home, 0o755);
    expect(await canPass(home)).toBe(true);
    chmodSync(home, 0o700);
    expect(await canPass(home)).toBe(false);
  });

  (process.getuid?.() === 0 ? it : it.skip)(
    'is linked from a home folder that its user cannot enter [needs root]',
    async () => {
      chmodSync(home, 0o700);
      const place = await dataDirectory(home, SOMEONE);
      expect(place).toMatch(/^\/var\/lib\/weir\/data-/);
      expect(lstatSync(join(home, 'postgres')).isSymbolicLink()).toBe(true);
      expect(readlinkSync(join(home, 'postgres'))).toBe(place);
      expect(await dataDirectory(home, SOMEONE)).toBe(place);
    },
  );
});

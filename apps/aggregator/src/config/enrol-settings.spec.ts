import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const TOKEN = `weirjoin_${'a'.repeat(43)}`;

describe('a standing join token', () => {
  const folder = mkdtempSync(join(tmpdir(), 'weir-token-'));
  const file = join(folder, 'token');
  afterAll(() => rmSync(folder, { recursive: true }));

  const read = (text: string, path = file): unknown => {
    writeFileSync(file, text);
    const env = { WEIR_DATABASE_URL: 'postgresql://weir:secret@db/weir', WEIR_STANDING_JOIN_TOKEN_FILE: path };
    const config = readConfig(env);
    return config.ok ? config.config.standingJoinToken : config.faults;
  };

  it('is what its file holds, or none', () => {
    expect([read(`${TOKEN}\n`), read('', '')]).toEqual([TOKEN, null]);
  });

  it('is refused where it is none, and nothing of the file is told', () => {
    const remedy = `must name a file with weirjoin_ and 43 letters, digits, - and _: ${file} holds none`;
    expect(read('hunter2')).toEqual([`WEIR_STANDING_JOIN_TOKEN_FILE ${remedy}`]);
    expect(read('', '/none')).toEqual([
      'WEIR_STANDING_JOIN_TOKEN_FILE must name a file that this process can read: /none it cannot (ENOENT)',
    ]);
    expect(read('', TOKEN)).toEqual(['WEIR_STANDING_JOIN_TOKEN_FILE must be an absolute path']);
  });
});

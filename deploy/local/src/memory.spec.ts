import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recall } from './memory.js';

describe('what one start remembers for the next', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'weir-memory-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('is the same ports and password again', async () => {
    const first = await recall(home);
    expect(first.natsPort).not.toBe(first.postgresPort);
    expect(await recall(home)).toEqual(first);
  });

  it('is a new port where another program has taken one, and the password all the same', async () => {
    const first = await recall(home);
    const other = createServer().listen(first.natsPort, '127.0.0.1');
    await once(other, 'listening');
    const second = await recall(home);
    other.close();
    expect(second.natsPort).not.toBe(first.natsPort);
    expect(second.postgresPassword).toBe(first.postgresPassword);
  });

  it('can be read by its owner only', async () => {
    await recall(home);
    expect(statSync(join(home, 'local.json')).mode & 0o777).toBe(0o600);
  });

  it('is never made anew over a file that cannot be read: the password would be lost', async () => {
    writeFileSync(join(home, 'local.json'), '{"natsPort": 1');
    await expect(recall(home)).rejects.toThrow();
    expect(readFileSync(join(home, 'local.json'), 'utf8')).toBe('{"natsPort": 1');
  });
});

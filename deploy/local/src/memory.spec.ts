import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Fault } from './fault.js';
import { recall } from './memory.js';

describe('what one start remembers for the next', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'weir-memory-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('is the same ports, password and key again', async () => {
    const first = await recall(home);
    expect(first.natsPort).not.toBe(first.postgresPort);
    expect(first.passwordIsNew).toBe(true);
    expect(Buffer.from(first.secretKey, 'base64')).toHaveLength(32);
    expect(await recall(home)).toEqual({ ...first, passwordIsNew: false });
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

  it.each([
    '{"natsPort": 1',
    '',
    'null',
    '{"natsPort": 70000}',
    '{"postgresPort": "x"}',
    '{"postgresPassword": "\'"}',
    '{"secretKey": "short"}',
  ])('is never made anew over a garbled file (%s): a sentence says what to do', async (text) => {
    const path = join(home, 'local.json');
    writeFileSync(path, text);
    await expect(recall(home)).rejects.toEqual(
      new Fault(
        `${path} is garbled: remove it and start again, on new ports; your data stays, but secrets of channels have to be entered again.`,
      ),
    );
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
});

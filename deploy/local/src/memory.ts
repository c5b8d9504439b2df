import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, portFault } from './process/port.js';

/** What one start remembers for the next. */
export interface Memory {
  readonly natsPort: number;
  readonly postgresPort: number;
  /** The embedded database is on a loopback port that other users of the machine can reach. */
  readonly postgresPassword: string;
}

/** Reads what the last start remembered, fills in what is missing or taken since, and remembers it. */
export async function recall(home: string): Promise<Memory> {
  const path = join(home, 'local.json');
  const past = await readMemory(path);
  const memory = {
    natsPort: await portLike(past.natsPort),
    postgresPort: await portLike(past.postgresPort),
    postgresPassword: past.postgresPassword ?? randomBytes(18).toString('base64url'),
  };
  await writeFile(`${path}.new`, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path); // never half-written: the password cannot be made anew
  return memory;
}

async function readMemory(path: string): Promise<Partial<Memory>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Partial<Memory>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}

async function portLike(port: number | undefined): Promise<number> {
  return port !== undefined && (await portFault(port, '127.0.0.1')) === undefined ? port : freePort();
}

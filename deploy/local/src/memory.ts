import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from './fault.js';
import { freePort, portFault } from './process/port.js';

/** What one start remembers for the next. */
export interface Memory {
  readonly natsPort: number;
  readonly postgresPort: number;
  /** The embedded database is on a loopback port that other users of the machine can reach. */
  readonly postgresPassword: string;
  /** What secrets of channels are sealed with, 32 bytes as base64. */
  readonly secretKey: string;
}

/** What is remembered, and whether the password is one that the database does not know yet. */
export interface Recalled extends Memory {
  readonly passwordIsNew: boolean;
}

/** Reads what the last start remembered, fills in what is missing or taken since, and remembers it. */
export async function recall(home: string): Promise<Recalled> {
  const path = join(home, 'local.json');
  const past = await readMemory(path);
  const memory = {
    natsPort: await portLike(past.natsPort),
    postgresPort: await portLike(past.postgresPort),
    postgresPassword: past.postgresPassword ?? randomBytes(18).toString('base64url'),
    secretKey: past.secretKey ?? randomBytes(32).toString('base64'),
  };
  await writeFile(`${path}.new`, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path); // never half-written
  return { ...memory, passwordIsNew: past.postgresPassword === undefined };
}

async function readMemory(path: string): Promise<Partial<Memory>> {
  try {
    const past: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (isMemory(past)) return past;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new Fault(
    `${path} is garbled: remove it and start again, on new ports; your data stays, but secrets of channels have to be entered again.`,
  );
}

function isMemory(value: unknown): value is Partial<Memory> {
  if (typeof value !== 'object' || value === null) return false;
  const { natsPort, postgresPort, postgresPassword, secretKey } = value as Partial<Record<keyof Memory, unknown>>;
  const isPassword = postgresPassword === undefined || /^[\w-]+$/.test(String(postgresPassword));
  const isKey = secretKey === undefined || /^[A-Za-z0-9+/]{43}=$/.test(String(secretKey));
  return [natsPort, postgresPort].every(isPortOrAbsent) && isPassword && isKey;
}

function isPortOrAbsent(port: unknown): boolean {
  return port === undefined || (typeof port === 'number' && Number.isInteger(port) && port > 0 && port <= 65_535);
}

async function portLike(port: number | undefined): Promise<number> {
  return port !== undefined && (await portFault(port, '127.0.0.1')) === undefined ? port : freePort();
}

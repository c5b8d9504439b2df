import { type Algorithm, hash, verify } from '@node-rs/argon2';
import type { Refusal } from '@weir/model';
import { OverloadedError } from '../store/bounded-pool.js';

const SHORTEST = 12;
const LONGEST = 1_024;

/** Of RFC 9106, for where memory is short: 64 MiB, and three times over it. */
const COST = { algorithm: 2 as Algorithm.Argon2id, memoryCost: 65_536, timeCost: 3, parallelism: 4 };
/** As much memory, and each takes a tenth of a second: more at once would slow down what is measured. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 50;

/** Too many passwords are to be looked at. */
export class TooManyPasswords extends OverloadedError {
  constructor() {
    super('too many passwords are being checked at once; try again in a few seconds');
  }
}

/** What is wrong with a password that somebody chooses, or null. */
export function refusalOfPassword(field: string, password: string, name: string): Refusal | null {
  const length = [...password].length;
  if (length < SHORTEST) return { field, reason: `has ${length} characters: take ${SHORTEST} or more` };
  if (password.length > LONGEST) return { field, reason: `is longer than ${LONGEST} characters` };
  if (new Set(password).size < 4) return { field, reason: 'repeats the same few characters: take others' };
  const isName = name !== '' && password.toLowerCase().replaceAll(name.toLowerCase(), '').length < SHORTEST / 2;
  return isName ? { field, reason: 'is little more than the name: take another' } : null;
}

let running = 0;
const waiting: (() => void)[] = [];

/** The hash by which a password is kept. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, COST));
}

/** Whether a password is that of a hash. Without a hash it takes as long, and is none. Throws TooManyPasswords. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  if (password.length > LONGEST) return false;
  const isRight = await inTurn(async () => verify(passwordHash ?? (await nobodys()), password));
  return passwordHash !== null && isRight;
}

let madeUp: Promise<string> | null = null;

/** Made once, with the cost of now. */
function nobodys(): Promise<string> {
  return (madeUp ??= hash('nobody has this password', COST));
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= MOST_AT_ONCE) {
    if (waiting.length >= MOST_WAITING) throw new TooManyPasswords();
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

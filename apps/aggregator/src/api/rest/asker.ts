import type { Request } from 'express';
import { type Caller, callerOf } from '../../access/caller.js';

/** Who sent a request: of REST, nobody unknown is let in. */
export function askerOf(request: Request): Caller {
  const caller = callerOf(request);
  if (!caller) throw new Error('a request of nobody came past the guard');
  return caller;
}

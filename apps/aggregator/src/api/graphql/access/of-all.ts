import { type Caller, hasRole } from '../../../access/caller.js';
import { needsRole } from './needed-role.js';

/** The argument by which admins see what is of everybody. */
export const OF_ALL = {
  type: () => Boolean,
  nullable: true,
  defaultValue: false,
  description: 'Those of everybody instead; for admins.',
};

/** Refuses what only admins may ask for. */
export function refuseUnlessAdmin(caller: Caller, what: string): void {
  if (!hasRole(caller, 'admin')) throw needsRole(what, 'admin', caller);
}

import { GraphQLError } from 'graphql';
import { type Caller, hasRole } from '../../../access/caller.js';

/** The argument by which admins see what is of everybody. */
export const OF_ALL = {
  type: () => Boolean,
  nullable: true,
  defaultValue: false,
  description: 'Those of everybody instead; for admins.',
};

/** Refuses what only admins may ask for. */
export function refuseUnlessAdmin(caller: Caller, what: string): void {
  if (hasRole(caller, 'admin')) return;
  const message = `${what} needs the role admin; ${caller.name} is ${caller.role}`;
  throw new GraphQLError(message, { extensions: { code: 'FORBIDDEN', needed: 'admin' } });
}

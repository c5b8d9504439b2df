import type { ApolloServerPlugin } from '@apollo/server';
import type { AuditLog } from '../../../access/audit-log.js';
import type { GraphqlContext } from '../context.js';
import { refusalOfRole, rootFields } from './needed-role.js';

const LONGEST_ACTION = 200;

/** Refuses over HTTP what the caller's role does not allow, before any of it runs, and keeps who was refused. */
export function accessPlugin(audit: AuditLog): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, contextValue: { caller, address } }) => {
        const refusal = operation && refusalOfRole(document, operation, caller);
        if (!refusal) return;
        const action = rootFields(document, operation).join(', ').slice(0, LONGEST_ACTION);
        await audit.write({ caller, address, action, outcome: 'denied', detail: { reason: refusal.message } });
        throw refusal;
      },
    }),
  };
}

import type { ApolloServerPlugin } from '@apollo/server';
import type { AuditLog } from '../../../access/audit-log.js';
import type { GraphqlContext } from '../context.js';
import { FORBIDDEN, refusalOfRole, rootFields } from './needed-role.js';

const LONGEST_ACTION = 200;

/** Refuses over HTTP what the caller's role does not allow, before any of it runs, and keeps who was refused, here or by a resolver: nothing of it is answered. */
export function accessPlugin(audit: AuditLog): ApolloServerPlugin<GraphqlContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, contextValue: { caller } }) => {
        const refusal = operation && refusalOfRole(document, operation, caller);
        if (refusal) throw refusal;
      },
      willSendResponse: async ({
        errors,
        document,
        operation,
        contextValue: { caller, address },
        response: { body },
      }) => {
        // What a resolver refuses for its arguments is among them, too.
        const refusal = errors?.find(({ extensions }) => extensions['code'] === FORBIDDEN);
        if (!refusal || !document || !operation) return;
        // Where there is data, even null, Nest makes every status 200.
        if (body.kind === 'single') delete body.singleResult.data;
        const action = rootFields(document, operation).join(', ').slice(0, LONGEST_ACTION);
        await audit.write({ caller, address, action, outcome: 'denied', detail: { reason: refusal.message } });
      },
    }),
  };
}

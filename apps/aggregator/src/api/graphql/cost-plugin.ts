import type { ApolloServerPlugin } from '@apollo/server';
import { refusalOfCost } from './operation.js';

/** Refuses over HTTP what would cost too much; over WebSocket the same is asked where a subscription is prepared. */
export const COST_REFUSAL: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      const refusal = operation && refusalOfCost(schema, document, operation, request.variables);
      if (refusal) throw refusal;
    },
  }),
};

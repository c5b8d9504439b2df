import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError } from 'graphql';
import { GRAPHQL_PATH } from '../paths.js';

/** Refuses subscriptions over HTTP: there they would be run like a query, and have no answer. */
export const SUBSCRIPTION_REFUSAL: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation !== 'subscription') return;
      const message = `Subscriptions run over a WebSocket (graphql-transport-ws on ${GRAPHQL_PATH}), not over HTTP`;
      throw new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } });
    },
  }),
};

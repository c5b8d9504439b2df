import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { RETRY_AFTER_SECONDS, type Setback, TOO_SLOW, UNAVAILABLE } from '../unavailable.js';

const STATUSES = new Map<unknown, Setback['status']>([
  ['TIMEOUT', TOO_SLOW],
  ['OVERLOADED', UNAVAILABLE],
  ['UNAVAILABLE', UNAVAILABLE],
]);

/**
 * Answers with 503 or 504 where nothing could be answered since the database is away, busy or slow, so that whoever looks
 * at the status knows.
 */
export const SETBACK_STATUS: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body, http } }) => {
      const status = body.kind === 'single' ? statusOf(body.singleResult) : null;
      if (body.kind !== 'single' || !status) return;
      // As where a request fails before it is run; where there is data, even null, Nest makes every status 200.
      delete body.singleResult.data;
      http.status = status;
      if (status === UNAVAILABLE) http.headers.set('retry-after', String(RETRY_AFTER_SECONDS));
    },
  }),
};

interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

function statusOf({ data, errors = [] }: Result): Setback['status'] | null {
  const isEmpty = Object.values(data ?? {}).every((value) => value === null);
  const statuses = isEmpty ? errors.map(({ extensions }) => STATUSES.get(extensions?.['code'])) : [];
  return statuses.find((status) => status !== undefined) ?? null;
}

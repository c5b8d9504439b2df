import type { ApolloServerPlugin } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { RETRY_AFTER_SECONDS, UNAVAILABLE } from '../unavailable.js';

/** Answers with 503 where nothing could be answered for lack of the database, so that whoever looks at the status asks again. */
export const UNAVAILABLE_STATUS: ApolloServerPlugin = {
  requestDidStart: async () => ({
    willSendResponse: async ({ response: { body, http } }) => {
      if (body.kind !== 'single' || !isUnavailable(body.singleResult)) return;
      // As where a request fails before it is run; where there is data, even null, Nest makes every status 200.
      delete body.singleResult.data;
      http.status = UNAVAILABLE;
      http.headers.set('retry-after', String(RETRY_AFTER_SECONDS));
    },
  }),
};

interface Result {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

function isUnavailable({ data, errors }: Result): boolean {
  const isEmpty = Object.values(data ?? {}).every((value) => value === null);
  return isEmpty && errors?.some(({ extensions }) => extensions?.['code'] === 'UNAVAILABLE') === true;
}

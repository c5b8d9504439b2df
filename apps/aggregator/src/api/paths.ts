/** Where GraphQL is served, over HTTP and WebSocket alike. */
export const GRAPHQL_PATH = '/graphql';

/** What all routes of REST lie below. */
export const REST_PATH = '/api/v1';

/** Where the dashboard tells how fast it is. */
export const TIMINGS_PATH = `${REST_PATH}/dashboard/timings`;

/** What one signs in and out by. */
export const SIGN_IN_PATH = '/auth';

/** Whether a path is one of GraphQL or REST: of what is asked of the data, not the dashboard's files or how the server is. */
export function isApiPath(path: string): boolean {
  return path === GRAPHQL_PATH || path.startsWith(`${REST_PATH}/`);
}

import type { ValidationRule } from 'graphql';
import { depthLimit } from './depth-limit.js';
import { rootLimit } from './root-limit.js';

/** Where GraphQL is served, over HTTP and WebSocket alike. */
export const GRAPHQL_PATH = '/graphql';

/** Rules on top of GraphQL's own; the same over HTTP and WebSocket. */
export const RULES: readonly ValidationRule[] = [depthLimit, rootLimit];

/** The dashboard's longest operation has 130 tokens, introspection 400, and a filter of a thousand interfaces 1,000. */
export const MAX_TOKENS = 2_000;

/** A subscription is a few hundred bytes; a filter of a thousand interfaces is 20 kB. */
export const MAX_SOCKET_PAYLOAD_BYTES = 64 * 1024;
export const MAX_SOCKETS = 1_000;
export const MAX_SUBSCRIPTIONS_PER_SOCKET = 32;

/** How often a socket is asked whether its client is still there. */
export const PING_INTERVAL_MS = 12_000;

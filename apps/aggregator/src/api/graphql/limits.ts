import type { ValidationRule } from 'graphql';
import { depthLimit } from './depth-limit.js';
import { directiveLimit } from './directive-limit.js';
import { rootLimit } from './root-limit.js';

/** Rules on top of GraphQL's own; the same over HTTP and WebSocket. */
export const RULES: readonly ValidationRule[] = [depthLimit, rootLimit, directiveLimit];

/** The dashboard's longest operation has 130 tokens, introspection 400, and a filter of a thousand interfaces 1,000. */
export const MAX_TOKENS = 2_000;

/** The same field under so many aliases, wherever it is; a comparison of a dozen ranges is one operation. */
export const MAX_REPEATS = 20;

/** All fields, with fragments where they are spread: a few tokens can spell thousands. */
export const MAX_FIELDS = 1_000;

/**
 * What an operation may cost: an object answered costs 1, and so do a hundred values read or answered of a range. The
 * dashboard's dearest (a chart of an hour, second by second, of every interface) costs 40,000.
 */
export const MAX_COST = 250_000;

/** Entries of a list within another: as many as a large host has of anything; what is more is read by pages. */
export const MAX_NESTED_ENTRIES = 1_000;

/** What a search answers: more tells nothing while a name is typed. */
export const MAX_HITS = 100;

/** A filter that names five thousand interfaces; longer operations are refused for their tokens. */
export const MAX_BODY_BYTES = 128 * 1024;

/** A subscription is a few hundred bytes; a filter of a thousand interfaces is 20 kB. */
export const MAX_SOCKET_PAYLOAD_BYTES = 64 * 1024;
export const MAX_SOCKETS = 1_000;
/** Behind one address may be an office, or a proxy that is not trusted; but nobody takes all there are. */
export const MAX_SOCKETS_PER_ADDRESS = MAX_SOCKETS / 2;
/** A quarter of what may be watched live at a time (MAX_EVALUATIONS): one client must not take all of it. */
export const MAX_SUBSCRIPTIONS_PER_SOCKET = 16;

/** How often a socket is asked whether its client is still there. */
export const PING_INTERVAL_MS = 12_000;

/** Groups that a live view tells apart where a top is asked. */
export const MAX_LIVE_TOP = 100;

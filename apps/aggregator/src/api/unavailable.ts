import type { RequestHandler } from 'express';
import type { StoreSetup } from '../store/store-setup.js';
import { GRAPHQL_PATH } from './graphql/limits.js';
import { PROBLEM_TYPE, problemOfStatus } from './rest/problem.js';

/** The status of what can be answered later. */
export const UNAVAILABLE = 503;
/** When to ask again: a database that was restarted is back by then. */
export const RETRY_AFTER_SECONDS = 5;
/** What is told of a database that was there before, as a clause. */
export const DATABASE_AWAY = 'the database cannot be reached; ask again in a few seconds';

/** Connection failures of Node, of pg, and of a server that starts, stops or is full (SQLSTATE 57P0x, 53300, 08xxx). */
const AWAY_CODE =
  /^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|57P0\d|53300|08\w{3})$/;
const AWAY_TEXT =
  /^(Connection terminated|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed))/;

/** Whether something failed because the database is not there, so that it is worth asking again. */
export function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return AWAY_CODE.test(code) || AWAY_TEXT.test(error.message);
}

/**
 * Answers what needs the database with what is waited for, until it is prepared: there are no tables yet, or they are being
 * rewritten under locks, for which a question would wait.
 */
export function untilPrepared(setup: Pick<StoreSetup, 'fault'>): RequestHandler {
  return (request, response, next) => {
    const { fault } = setup;
    if (fault === null) return next();
    const isGraphql = request.baseUrl === GRAPHQL_PATH;
    response.status(UNAVAILABLE).set({ 'Retry-After': String(RETRY_AFTER_SECONDS), 'Cache-Control': 'no-store' });
    if (isGraphql) response.json({ errors: [{ message: notNow(fault), extensions: { code: 'UNAVAILABLE' } }] });
    else {
      const [path = ''] = request.originalUrl.split('?');
      response.type(PROBLEM_TYPE).send(JSON.stringify(problemOfStatus(UNAVAILABLE, notNow(fault), path)));
    }
  };
}

/** The sentence of a request that can be answered later; `reason` = a clause that says what is in the way. */
export function notNow(reason: string): string {
  return `Not now: ${reason}`;
}

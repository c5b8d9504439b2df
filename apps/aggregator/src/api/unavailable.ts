import type { RequestHandler } from 'express';
import { CallerGoneError, TooSlowError } from '../query/snapshot.js';
import { isDatabaseAway, isEndedByServer } from '../store/away.js';
import { OverloadedError } from '../store/bounded-pool.js';
import type { StoreSetup } from '../store/store-setup.js';
import { GRAPHQL_PATH } from './paths.js';
import { problemOfStatus, sendProblem } from './rest/problem.js';

/** The status of what can be answered later. */
export const UNAVAILABLE = 503;
/** The status of what takes too long. */
export const TOO_SLOW = 504;
/** When to ask again: a database that was restarted is back by then. */
export const RETRY_AFTER_SECONDS = 5;
/** What is told of a database that was there before, as a clause. */
export const DATABASE_AWAY = 'the database cannot be reached; ask again in a few seconds';

/** What is told of a question that took too long. */
export const TIMEOUT =
  'The answer took too long and was given up: narrow the range (from, to) or the filter, or ask for less at once';

/** What is asked is not there yet. */
export class UnavailableError extends Error {
  /** `reason` = a clause that says what is in the way. */
  constructor(readonly reason: string) {
    super(notNow(reason));
  }
}

/** Something that a question may fail for, and that is no fault of ours: it is told, and not logged for each question. */
export interface Setback {
  readonly status: typeof UNAVAILABLE | typeof TOO_SLOW;
  readonly code: 'UNAVAILABLE' | 'OVERLOADED' | 'TIMEOUT' | 'CANCELLED';
  readonly message: string;
  /** Null where the same question would fare no better. */
  readonly retryAfterSeconds: number | null;
}

/** The setback that an error tells of; null = it is unexpected. */
export function setbackOf(error: unknown): Setback | null {
  if (error instanceof UnavailableError) return later('UNAVAILABLE', error.reason);
  if (error instanceof OverloadedError) return later('OVERLOADED', error.message);
  if (error instanceof TooSlowError || isEndedByServer(error)) {
    return { status: TOO_SLOW, code: 'TIMEOUT', message: TIMEOUT, retryAfterSeconds: null };
  }
  if (error instanceof CallerGoneError) return later('CANCELLED', 'nobody waited for the answer');
  return isDatabaseAway(error) ? later('UNAVAILABLE', DATABASE_AWAY) : null;
}

/** What can be answered later; `reason` = a clause that says what is in the way. */
function later(code: Setback['code'], reason: string): Setback {
  return { status: UNAVAILABLE, code, message: notNow(reason), retryAfterSeconds: RETRY_AFTER_SECONDS };
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
      sendProblem(response, problemOfStatus(UNAVAILABLE, notNow(fault), path));
    }
  };
}

/** The sentence of a request that can be answered later; `reason` = a clause that says what is in the way. */
export function notNow(reason: string): string {
  return `Not now: ${reason}`;
}

import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { PageOrigins } from '../page-origins.js';
import { jsonBody } from '../rest/json-body.js';
import { refuse } from './answers.js';

const MAX_BODY_BYTES = 8_192;
/** Each looks at a password, or may: more at once only wait for each other. */
const MOST_AT_ONCE = 50;

/** Takes JSON alone, of our own pages, a little of it, and of so many at once: what signing in posts. */
export function formsAlone(origins: PageOrigins): (RequestHandler | ErrorRequestHandler)[] {
  let running = 0;
  const guard: RequestHandler = (request, response, next) => {
    const refusal = origins.refusalOf(request);
    if (refusal !== null) return refuse(response, 403, refusal);
    if (!request.is('application/json')) return refuse(response, 415, 'Send JSON');
    if (running >= MOST_AT_ONCE) return refuse(response.set('Retry-After', '5'), 429, 'Too many at once: try again');
    running += 1;
    response.once('close', () => (running -= 1));
    next();
  };
  return [guard, ...jsonBody(MAX_BODY_BYTES, refuse)];
}

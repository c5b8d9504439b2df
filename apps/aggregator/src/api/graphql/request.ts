import express, {
  type ErrorRequestHandler,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import type { PageOrigins } from '../page-origins.js';
import { GRAPHQL_PATH } from '../paths.js';
import { MAX_BODY_BYTES } from './limits.js';

/**
 * Reads what GraphQL is asked: one operation, as JSON, by POST, of no page but ours and those of the origins listed.
 * Everything else is refused before it is looked at.
 */
export function graphqlRequests(origins: PageOrigins): (RequestHandler | ErrorRequestHandler)[] {
  return [
    refuseOtherRequests,
    refuseOtherPages(origins),
    express.json({ limit: MAX_BODY_BYTES }),
    refuseBadBody,
    refuseLists,
  ];
}

/** A page of another site can make a browser send forms and GET, but JSON only where we let it. */
function refuseOtherRequests(request: Request, response: Response, next: NextFunction): void {
  if (request.path !== '/') return refuse(response, 404, `GraphQL is at ${GRAPHQL_PATH}, and at no path below it`);
  if (request.method !== 'POST') {
    response.set('Allow', 'POST');
    return refuse(response, 405, 'Send operations by POST; subscriptions by WebSocket (graphql-transport-ws)');
  }
  if (!request.is('application/json')) {
    return refuse(response, 415, 'Send operations as JSON, with the header Content-Type: application/json');
  }
  next();
}

function refuseOtherPages(origins: PageOrigins): RequestHandler {
  return (request, response, next) => {
    const refusal = origins.refusalOf(request);
    if (refusal === null) return next();
    refuse(response, 403, refusal);
  };
}

/** What the parser throws has a status; its words may repeat the body, of which only the fault is told. */
function refuseBadBody(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  const { status, type } = error as { readonly status?: unknown; readonly type?: unknown };
  if (status === 413) {
    return refuse(
      response,
      status,
      `The body is larger than ${MAX_BODY_BYTES} bytes: name less, or send several operations`,
    );
  }
  if (type === 'entity.parse.failed') return refuse(response, 400, 'The body is not JSON: send {"query": "…"}');
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return refuse(response, status, 'The body cannot be read: send JSON in UTF-8, as long as its Content-Length says');
  }
  next(error);
}

function refuseLists({ body }: Request, response: Response, next: NextFunction): void {
  if (!Array.isArray(body)) return next();
  refuse(response, 400, 'The body is a list: send one operation a request');
}

function refuse(response: Response, status: number, message: string): void {
  response
    .status(status)
    .set('Cache-Control', 'no-store')
    .json({ errors: [{ message, extensions: { code: status === 413 ? 'PAYLOAD_TOO_LARGE' : 'BAD_REQUEST' } }] });
}

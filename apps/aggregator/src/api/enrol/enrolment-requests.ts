import { enrolmentProblemType } from '@weir/model';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Proxies } from '../proxies.js';
import { jsonBody } from '../rest/json-body.js';
import { problemOfStatus, sendProblem } from '../rest/problem.js';
import { Allowances } from './allowances.js';

const MOST_BODY_BYTES = 16_384;
const RETRY_AFTER_SECONDS = 10;

/** Reads what agents ask with: JSON, by POST, of a bounded size, and so often from each address. */
export function enrolmentRequests(
  proxies: Proxies,
  allowances = new Allowances(),
): (RequestHandler | ErrorRequestHandler)[] {
  const guard: RequestHandler = (request, response, next) => {
    response.set('Cache-Control', 'no-store');
    if (request.method !== 'POST') return refuse(response.set('Allow', 'POST'), 405, 'Agents ask by POST');
    if (!request.is('application/json')) return refuse(response, 415, 'Agents ask with JSON');
    if (allowances.take(proxies.reached(request).address)) return next();
    const detail = `Too much is asked from this address: ask again in ${RETRY_AFTER_SECONDS} s`;
    refuse(response.set('Retry-After', String(RETRY_AFTER_SECONDS)), 429, detail);
  };
  return [guard, ...jsonBody(MOST_BODY_BYTES, refuse)];
}

function refuse(response: Response, status: number, detail: string): void {
  const type = enrolmentProblemType('request');
  sendProblem(response, {
    ...problemOfStatus(status, detail, pathOf(response.req.originalUrl)),
    ...(status < 405 && { type }),
  });
}

function pathOf(url: string): string {
  return url.split('?')[0] ?? '';
}

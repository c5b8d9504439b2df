import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { PageOrigins } from '../page-origins.js';
import { jsonBody } from '../rest/json-body.js';
import { problemOfStatus, sendProblem } from '../rest/problem.js';
import { Allowance } from './allowance.js';
import { readMeasures } from './measure.js';
import type { TimingMetrics } from './timing-metrics.js';

const MAX_BODY_BYTES = 8_192;
/** Of all browsers together: one tells twice a minute. */
const PER_SECOND = 20;
const BURST = 60;

/**
 * Takes what the dashboard's pages measure of themselves, for `/metrics`. Nothing of it reaches the database, and it is
 * bounded: in size, in rate, and in the names that metrics get.
 */
export function timingRequests(
  path: string,
  metrics: TimingMetrics,
  origins: PageOrigins,
): (RequestHandler | ErrorRequestHandler)[] {
  const allowance = new Allowance(PER_SECOND, BURST);
  const refuse = (response: Response, status: number, detail: string): void =>
    sendProblem(response.set('Cache-Control', 'no-store'), problemOfStatus(status, detail, path));
  const guard: RequestHandler = (request, response, next) => {
    if (request.method !== 'POST') return refuse(response.set('Allow', 'POST'), 405, 'Send measurements by POST');
    const refusal = origins.refusalOf(request);
    if (refusal !== null) return refuse(response, 403, refusal);
    if (!request.is('application/json')) return refuse(response, 415, 'Send measurements as JSON');
    if (!allowance.take())
      return refuse(response.set('Retry-After', '5'), 429, 'Too many measurements: send them later');
    next();
  };
  const take: RequestHandler = (request, response) => {
    const measures = readMeasures(request.body);
    if (typeof measures === 'string') return refuse(response, 400, measures);
    metrics.observe(measures);
    response.status(204).end();
  };
  return [guard, ...jsonBody(MAX_BODY_BYTES, refuse), take];
}

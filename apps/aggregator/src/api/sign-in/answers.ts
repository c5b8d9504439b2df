import type { Refusal } from '@weir/model';
import type { Request, RequestHandler, Response } from 'express';
import { problemOfStatus, sendProblem } from '../rest/problem.js';
import { RETRY_AFTER_SECONDS, setbackOf } from '../unavailable.js';

const NO_STORE = { 'Cache-Control': 'no-store' };

/** Refuses with problem details; of a form, what is wrong with its fields. */
export function refuse(response: Response, status: number, detail: string, refusals?: readonly Refusal[]): void {
  const problem = { ...problemOfStatus(status, detail, response.req.originalUrl), ...(refusals && { refusals }) };
  sendProblem(response.set(NO_STORE), problem);
}

/** What answers, and what is told where the database is away. */
export function answered(work: (request: Request, response: Response) => Promise<void>): RequestHandler {
  return (request, response, next) => {
    response.set(NO_STORE);
    work(request, response).catch((error: unknown) => {
      const setback = setbackOf(error);
      if (!setback) return next(error);
      refuse(response.set('Retry-After', String(RETRY_AFTER_SECONDS)), setback.status, setback.message);
    });
  };
}

/** Fields of a form, as texts; '' for what is none. Whatever else is in it is not looked at. */
export function textsOf<Name extends string>(body: unknown, names: readonly Name[]): Record<Name, string> {
  const given = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const texts = names.map((name) => [name, typeof given[name] === 'string' ? given[name].normalize('NFC') : '']);
  return Object.fromEntries(texts) as Record<Name, string>;
}

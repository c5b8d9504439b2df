import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { DATABASE_AWAY, isDatabaseAway, notNow, RETRY_AFTER_SECONDS, UNAVAILABLE } from '../unavailable.js';
import { type Problem, PROBLEM_TYPE, problemOfStatus } from './problem.js';

/** Answers every error of the HTTP side as problem details; what is unexpected is logged once and not told. That the database is away is told, and logged by who tries to reach it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): unknown {
    // GraphQL has its own form of errors.
    if (host.getType<string>() !== 'http') return error;
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const problem = problemOf(error, http.getRequest<Request>().path);
    if (problem.status === UNAVAILABLE) response.set('Retry-After', String(RETRY_AFTER_SECONDS));
    else if (problem.status >= 500)
      this.log.error(`${problem.instance} failed`, error instanceof Error ? error.stack : error);
    if (!response.headersSent) response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
    return undefined;
  }
}

/** The problem that stands for an error. */
export function problemOf(error: unknown, instance: string): Problem {
  const status = statusOf(error);
  return problemOfStatus(status, detailOf(error, status), instance);
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (isDatabaseAway(error)) return UNAVAILABLE;
  // Errors of the body parser carry their status.
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function detailOf(error: unknown, status: number): string {
  if (status === UNAVAILABLE) return notNow(DATABASE_AWAY);
  if (status >= 500 || !(error instanceof Error)) return 'The server could not answer; its log says why';
  return error.message;
}

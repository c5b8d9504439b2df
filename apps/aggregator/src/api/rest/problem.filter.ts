import { randomUUID } from 'node:crypto';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Refusal } from '@weir/model';
import type { Request, Response } from 'express';
import { UNEXPECTED } from '../unexpected.js';
import { setbackOf } from '../unavailable.js';
import { type Problem, problemOfStatus, sendProblem } from './problem.js';

/** What no client of ours expects of a path that is none. */
const NOTHING_THERE = /^Cannot [A-Z]+ \//;

/**
 * Answers every error of the HTTP side as problem details. What is unexpected is logged once, under an id, and nothing but
 * the id is told. What is expected (the database is away, too much is asked) is told and not logged for each question.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): unknown {
    // GraphQL has its own form of errors.
    if (host.getType<string>() !== 'http') return error;
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const problem = problemOf(error, http.getRequest<Request>().path);
    if (problem.errorId !== undefined) {
      const stack = error instanceof Error ? error.stack : String(error);
      this.log.error(`${problem.instance} failed (error ${problem.errorId})`, stack);
    }
    if (response.headersSent) return undefined;
    const retryAfterSeconds = setbackOf(error)?.retryAfterSeconds;
    if (retryAfterSeconds) response.set('Retry-After', String(retryAfterSeconds));
    sendProblem(response, problem);
    return undefined;
  }
}

/** The problem that stands for an error. */
export function problemOf(error: unknown, instance: string): Problem {
  const setback = setbackOf(error);
  if (setback) return problemOfStatus(setback.status, setback.message, instance);
  const status = statusOf(error);
  if (status >= 500 || !(error instanceof Error)) {
    return { ...problemOfStatus(500, UNEXPECTED, instance), errorId: randomUUID() };
  }
  return { ...problemOfStatus(status, detailOf(error, instance), instance), ...fieldOf(error) };
}

/** Of a refused request, the parameter at fault. */
function fieldOf(error: Error): Pick<Problem, 'field'> {
  const refusal = 'refusal' in error ? (error.refusal as Partial<Refusal>) : null;
  return typeof refusal?.field === 'string' ? { field: refusal.field } : {};
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  // Errors of the body parser, and of paths that cannot be decoded, carry their status.
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function detailOf({ message }: Error, instance: string): string {
  return NOTHING_THERE.test(message) ? `There is nothing at ${instance}; /api/docs tells what there is` : message;
}

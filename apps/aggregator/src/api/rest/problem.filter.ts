import { STATUS_CODES } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Logger } from '@nestjs/common';
import type { Request, Response } from 'express';
import { type Problem, PROBLEM_TYPE } from './problem.js';

/** Answers every error of the HTTP side as problem details; what is unexpected is logged once and not told. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly log = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): unknown {
    // GraphQL has its own form of errors.
    if (host.getType<string>() !== 'http') return error;
    const http = host.switchToHttp();
    const response = http.getResponse<Response>();
    const problem = problemOf(error, http.getRequest<Request>().path);
    if (problem.status >= 500)
      this.log.error(`${problem.instance} failed`, error instanceof Error ? error.stack : error);
    if (!response.headersSent) response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
    return undefined;
  }
}

/** The problem that stands for an error. */
export function problemOf(error: unknown, instance: string): Problem {
  const status = statusOf(error);
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: 'about:blank', title, status, detail: detailOf(error, status), instance };
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  if (isDatabaseAway(error)) return 503;
  // Errors of the body parser carry their status.
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

function detailOf(error: unknown, status: number): string {
  if (status === 503) return 'The database cannot be reached: try again soon';
  if (status >= 500 || !(error instanceof Error)) return 'The server could not answer; its log says why';
  return error.message;
}

/** Connection failures of Node, of pg, and of a server that starts, stops or is full (SQLSTATE 57P0x, 53300, 08xxx). */
const AWAY_CODE = /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE|57P0\d|53300|08\w{3})$/;
const AWAY_TEXT = /^(Connection terminated|timeout exceeded when trying to connect)/;

function isDatabaseAway(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return AWAY_CODE.test(code) || AWAY_TEXT.test(error.message);
}

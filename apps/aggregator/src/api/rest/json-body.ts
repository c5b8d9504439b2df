import express, { type ErrorRequestHandler, type RequestHandler, type Response } from 'express';

/** Reads a body of JSON of a bounded size; what is none, or too much, is refused with the status that fits. */
export function jsonBody(
  maxBytes: number,
  refuse: (response: Response, status: number, detail: string) => void,
): [RequestHandler, ErrorRequestHandler] {
  const badBody: ErrorRequestHandler = (error: { status?: unknown }, _request, response, next) => {
    if (typeof error.status !== 'number' || error.status >= 500) return next(error);
    refuse(response, error.status, `The body is no JSON of at most ${maxBytes} bytes`);
  };
  return [express.json({ limit: maxBytes }), badBody];
}

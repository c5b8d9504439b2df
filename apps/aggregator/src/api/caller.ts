import type { RequestHandler } from 'express';
import { onBehalfOf } from '../query/caller.js';

/** Ends what the database is asked for a client that is gone before it was answered. */
export const onBehalfOfClient: RequestHandler = (_request, response, next) => {
  const left = new AbortController();
  response.once('close', () => {
    if (!response.writableFinished) left.abort();
  });
  onBehalfOf(left.signal, next);
};

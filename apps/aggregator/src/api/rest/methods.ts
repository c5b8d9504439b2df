import type { RequestHandler } from 'express';
import { GRAPHQL_PATH } from '../paths.js';
import { problemOfStatus, sendProblem } from './problem.js';

const READING = 'GET, HEAD';

/** REST only reads: settings are changed by GraphQL. */
export const readOnly: RequestHandler = (request, response, next) => {
  if (READING.split(', ').includes(request.method)) return next();
  const detail = `${request.method} is not answered here: read with GET; settings are changed by GraphQL, at ${GRAPHQL_PATH}`;
  const [path = ''] = request.originalUrl.split('?');
  sendProblem(response.set('Allow', READING), problemOfStatus(405, detail, path));
};

import { ENROLMENT_PATH, RENEWAL_PATH } from '@weir/model';
import type { RequestHandler } from 'express';
import { GRAPHQL_PATH } from '../paths.js';
import { problemOfStatus, sendProblem } from './problem.js';

const READING = 'GET, HEAD';
const JOINING: readonly string[] = [ENROLMENT_PATH, RENEWAL_PATH];

/** REST only reads: settings are changed by GraphQL. What hosts join by is looked at before. */
export const readOnly: RequestHandler = (request, response, next) => {
  const [path = ''] = request.originalUrl.split('?');
  if (READING.split(', ').includes(request.method) || JOINING.includes(path)) return next();
  const detail = `${request.method} is not answered here: read with GET; settings are changed by GraphQL, at ${GRAPHQL_PATH}`;
  sendProblem(response.set('Allow', READING), problemOfStatus(405, detail, path));
};

import type { OpenAPIObject } from '@nestjs/swagger';
import { SIGN_IN, UNAUTHENTICATED } from '../guard/guard.js';
import { isOpen } from '../guard/open.js';
import { PROBLEM_TYPE, problemOfStatus } from './problem.js';

const TOKEN = 'token';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Describes what a request is known by, and what is answered without it: of each path that the guard closes, or settings may close. */
export function withSignIn(document: OpenAPIObject): OpenAPIObject {
  const scheme = { type: 'http', scheme: 'bearer', description: 'An API token: `weir_…`.' } as const;
  const paths = Object.entries(document.paths).map(([path, item]) => {
    if (isOpen(path, [])) return [path, item];
    const operations = METHODS.flatMap((method) => {
      const { [method]: operation } = item;
      if (!operation) return [];
      const responses = { ...operation.responses, [UNAUTHENTICATED]: refusalAt(path) };
      return [[method, { ...operation, responses, security: [{ [TOKEN]: [] }] }]];
    });
    return [path, { ...item, ...Object.fromEntries(operations) }];
  });
  const components = { ...document.components, securitySchemes: { [TOKEN]: scheme } };
  return { ...document, paths: Object.fromEntries(paths), components };
}

function refusalAt(path: string) {
  const example = problemOfStatus(UNAUTHENTICATED, SIGN_IN, path);
  const headers = {
    'WWW-Authenticate': { description: 'What to send.', schema: { type: 'string', example: 'Bearer' } },
  };
  const schema = { $ref: '#/components/schemas/Problem' };
  return { description: SIGN_IN, headers, content: { [PROBLEM_TYPE]: { schema, example } } };
}

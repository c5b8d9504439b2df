import { STATUS_CODES } from 'node:http';
import { ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { Problem, PROBLEM_TYPE } from './problem.js';

/** Documents an error that a route answers, with an example. */
export function ApiProblem(status: number, detail: string, instance: string): MethodDecorator & ClassDecorator {
  const example: Problem = { type: 'about:blank', title: STATUS_CODES[status] ?? '', status, detail, instance };
  return ApiResponse({
    status,
    description: detail,
    content: { [PROBLEM_TYPE]: { schema: { $ref: getSchemaPath(Problem) }, example } },
  });
}

import { ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { Problem, PROBLEM_TYPE, problemOfStatus } from './problem.js';

/** Documents an error that a route answers, with an example. */
export function ApiProblem(
  status: number,
  detail: string,
  instance: string,
  more: Pick<Problem, 'field' | 'errorId'> = {},
): MethodDecorator & ClassDecorator {
  const example: Problem = { ...problemOfStatus(status, detail, instance), ...more };
  return ApiResponse({
    status,
    description: detail,
    content: { [PROBLEM_TYPE]: { schema: { $ref: getSchemaPath(Problem) }, example } },
  });
}

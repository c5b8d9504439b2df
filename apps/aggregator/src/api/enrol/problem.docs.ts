import { ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { type EnrolmentProblem, enrolmentProblemType } from '@weir/model';
import { Problem, PROBLEM_TYPE, problemOfStatus } from '../rest/problem.js';

/** A refusal as an example. */
export interface ExampleRefusal {
  readonly problem: EnrolmentProblem;
  readonly detail: string;
  readonly field?: string;
}

/** Documents the refusals of one status. */
export function ApiEnrolmentProblem(
  status: number,
  path: string,
  description: string,
  refusals: readonly ExampleRefusal[],
): MethodDecorator {
  const exampleOf = ({ problem, detail, field }: ExampleRefusal): Problem => ({
    ...{ ...problemOfStatus(status, detail, path), type: enrolmentProblemType(problem) },
    ...(field !== undefined && { field }),
  });
  const examples = Object.fromEntries(refusals.map((each) => [each.problem, { value: exampleOf(each) }]));
  const schema = { $ref: getSchemaPath(Problem) };
  return ApiResponse({ status, description, content: { [PROBLEM_TYPE]: { schema, examples } } });
}

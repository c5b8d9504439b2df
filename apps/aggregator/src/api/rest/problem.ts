import { STATUS_CODES } from 'node:http';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Response } from 'express';

/** What went wrong, as RFC 9457 wants it told. */
export class Problem {
  @ApiProperty({ description: 'Kind of the problem; `about:blank` where its status says all.', example: 'about:blank' })
  readonly type: string;

  @ApiProperty({ description: 'Short name of the kind.', example: 'Not Found' })
  readonly title: string;

  @ApiProperty({ description: 'HTTP status.', example: 404 })
  readonly status: number;

  @ApiProperty({ description: 'What went wrong this time.', example: 'There is no interface with net_id "qL0c…"' })
  readonly detail: string;

  @ApiProperty({ description: 'Path that was asked.', example: '/api/v1/interface/qL0c/stats' })
  readonly instance: string;

  @ApiPropertyOptional({ description: 'The parameter at fault, where it is one.', example: 'from' })
  readonly field?: string;

  @ApiPropertyOptional({
    description: 'Of what the server did not expect: the id under which its log tells the rest.',
    example: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff',
  })
  readonly errorId?: string;
}

/** The problem that a status says all of. */
export function problemOfStatus(status: number, detail: string, instance: string): Problem {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail, instance };
}

/** Media type of a Problem. */
export const PROBLEM_TYPE = 'application/problem+json';

/** Answers a problem, with its status. */
export function sendProblem(response: Response, problem: Problem): void {
  response.status(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

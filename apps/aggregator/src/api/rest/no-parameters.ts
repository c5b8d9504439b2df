import { applyDecorators, type CanActivate, type ExecutionContext, Injectable, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { describeRefusal, type Refusal } from '@weir/model';
import { readParameters } from './parameters/parameter.js';
import { queryOf } from './parameters/query-of.js';
import { ApiProblem } from './problem.docs.js';
import { accepted } from './refused.js';

const UNKNOWN: Refusal = { field: 'limit', reason: 'is not known here: there are no parameters' };

/** Refuses a query string where a route takes none. */
@Injectable()
class NoParametersGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    accepted(readParameters({}, queryOf(context.switchToHttp().getRequest<Request>().originalUrl)));
    return true;
  }
}

/** Of a route that takes no parameters: refuses all that are given, as those are refused elsewhere that are not known, and says so. */
export function NoParameters(path: string): MethodDecorator {
  return applyDecorators(
    UseGuards(NoParametersGuard),
    ApiProblem(400, describeRefusal(UNKNOWN), path, { field: UNKNOWN.field }),
  );
}

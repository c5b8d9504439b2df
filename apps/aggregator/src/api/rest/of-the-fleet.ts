import { ForbiddenException } from '@nestjs/common';
import type { Request } from 'express';
import { callerOf } from '../../access/caller.js';
import { ApiProblem } from './problem.docs.js';

const refusalOf = (what: string): string => `${what} is of the whole fleet, and this account sees some hosts alone`;

/** Refuses to who sees some hosts alone what is of the whole fleet; `what` = as GraphQL calls it. */
export function refuseWhoSeesSome(what: string, request: Request): void {
  if (callerOf(request)?.scope) throw new ForbiddenException(refusalOf(what));
}

/** Documents that. */
export function ApiOfTheFleet(what: string, path: string): MethodDecorator {
  return ApiProblem(403, refusalOf(what), path);
}

import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, getSchemaPath } from '@nestjs/swagger';
import { describeRefusal, type Refusal } from '@weir/model';
import { DATABASE_AWAY, notNow, TIMEOUT } from '../unavailable.js';
import { UNEXPECTED } from '../unexpected.js';
import { ApiProblem } from './problem.docs.js';

/** Documents what a route answers, with an example. */
export function ApiAnswer<T>(model: Type<T>, description: string, example: T): MethodDecorator {
  const schema = { $ref: getSchemaPath(model) };
  return applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({ description, content: { 'application/json': { schema, example } } }),
  );
}

/** The same of a list that is answered whole. */
export function ApiWhole<T>(model: Type<T>, description: string, example: readonly T[]): MethodDecorator {
  const schema = { type: 'array', items: { $ref: getSchemaPath(model) } } as const;
  return applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({ description, content: { 'application/json': { schema, example } } }),
  );
}

/** The same of a list, of which more may follow. */
export function ApiList<T>(model: Type<T>, description: string, example: readonly T[]): MethodDecorator {
  const schema = { type: 'array', items: { $ref: getSchemaPath(model) } } as const;
  const link = {
    description: 'Address of the next page, as `rel="next"`; absent on the last one.',
    schema: { type: 'string', example: '</api/v1/hosts?limit=100&cursor=eyJ2IjpbXX0>; rel="next"' },
  } as const;
  return applyDecorators(
    ApiExtraModels(model),
    ApiOkResponse({ description, headers: { Link: link }, content: { 'application/json': { schema, example } } }),
  );
}

/** Documents the errors of a route that answers one thing by its id. */
export function ApiNotFound(path: string, detail: string): MethodDecorator {
  return applyDecorators(ApiProblem(404, detail, path), ...failures(path));
}

/** What may happen to whoever asks the database. */
export function failures(path: string): (MethodDecorator & ClassDecorator)[] {
  return [
    ApiProblem(500, UNEXPECTED, path, { errorId: '6f9619ff-8b86-4d01-b42d-00cf4fc964ff' }),
    ApiProblem(503, notNow(DATABASE_AWAY), path),
    ApiProblem(504, TIMEOUT, path),
  ];
}

/** Documents the errors of a route that reads parameters and the database. */
export function ApiRefusals(path: string, refusal: Refusal): MethodDecorator {
  return applyDecorators(ApiProblem(400, describeRefusal(refusal), path, { field: refusal.field }), ...failures(path));
}

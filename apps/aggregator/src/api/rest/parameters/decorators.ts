import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { Request } from 'express';
import { accepted } from '../refused.js';
import { type Parameter, type ParameterSet, readParameters, type ValuesOf } from './parameter.js';
import { queryOf } from './query-of.js';

/** Describes a route's parameters. */
export function ApiParameters(set: ParameterSet): MethodDecorator {
  return applyDecorators(...Object.entries(set).map(([name, parameter]) => describe(name, parameter)));
}

/** Examples are told as `examples` of the schema: from an `example` the page would fill in all parameters, a cursor too. */
function describe(
  name: string,
  { description, schema, example, required = false, repeats }: Parameter<unknown>,
): MethodDecorator {
  const isPlain = schema.type === 'boolean' || schema.default !== undefined;
  const told = isPlain ? description : `${description} Such as \`${String(example)}\`.`;
  const asked = { name, description: told, required };
  if (!repeats) return ApiQuery({ ...asked, schema: { ...schema, examples: [example] } });
  const examples = [String(example).split(',')];
  return ApiQuery({ ...asked, schema: { ...schema, examples }, style: 'form', explode: true });
}

/** Hands a route the values of its parameters; refuses what cannot be read. */
export const Parameters = createParamDecorator((set: ParameterSet, context: ExecutionContext): unknown => {
  const query = queryOf(context.switchToHttp().getRequest<Request>().originalUrl);
  return accepted<ValuesOf<ParameterSet>>(readParameters(set, query));
});

import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiQuery } from '@nestjs/swagger';
import type { Request } from 'express';
import { accepted } from '../refused.js';
import { type Parameter, type ParameterSet, readParameters, type ValuesOf } from './parameter.js';

/** Describes a route's parameters. */
export function ApiParameters(set: ParameterSet): MethodDecorator {
  return applyDecorators(...Object.entries(set).map(([name, parameter]) => describe(name, parameter)));
}

function describe(
  name: string,
  { description, schema, example, required = false, repeats }: Parameter<unknown>,
): MethodDecorator {
  if (!repeats) return ApiQuery({ name, description, required, schema: { ...schema, example } });
  const several = { ...schema, example: String(example).split(',') };
  return ApiQuery({ name, description, required, schema: several, style: 'form', explode: true });
}

/** Hands a route the values of its parameters; refuses what cannot be read. */
export const Parameters = createParamDecorator((set: ParameterSet, context: ExecutionContext): unknown => {
  const { originalUrl } = context.switchToHttp().getRequest<Request>();
  const [, query = ''] = originalUrl.split('?', 2);
  return accepted<ValuesOf<ParameterSet>>(readParameters(set, new URLSearchParams(query)));
});

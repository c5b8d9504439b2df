import { applyDecorators } from '@nestjs/common';
import { Field, type ReturnTypeFunc } from '@nestjs/graphql';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

/** What REST's description says of a moment. */
export const MOMENT = { type: String, format: 'date-time', example: '2026-11-21T12:00:00.000Z' } as const;

/** REST's names of an enum of both. */
export const valuesOf = <T extends string>(of: Readonly<Record<string, T>>): T[] => Object.values(of);

/** A field that GraphQL and REST tell alike; REST’s description of it is that of both. */
export function Told(
  type: ReturnTypeFunc,
  options: ApiPropertyOptions & { readonly description: string },
): PropertyDecorator {
  const { description } = options;
  const nullable = 'nullable' in options && options.nullable === true;
  return applyDecorators(Field(type, { description, nullable }), ApiProperty(options));
}

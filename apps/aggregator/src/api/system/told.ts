import { applyDecorators } from '@nestjs/common';
import { Field, type ReturnTypeFunc } from '@nestjs/graphql';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';

/** A field that GraphQL and REST tell alike; REST’s description of it is that of both. */
export function Told(
  type: ReturnTypeFunc,
  options: ApiPropertyOptions & { readonly description: string },
): PropertyDecorator {
  const { description } = options;
  const nullable = 'nullable' in options && options.nullable === true;
  return applyDecorators(Field(type, { description, nullable }), ApiProperty(options));
}

import { Field, Int, ObjectType } from '@nestjs/graphql';

/** What is wrong with one field of a form, and what to do about it. */
@ObjectType('FieldRefusal', { description: 'What is wrong with one field of a form, and what to do about it.' })
export class FieldRefusalType {
  @Field(() => String, { description: 'The field, as the form names it: `threshold.above`, `scope.host.eq`, `to[1]`.' })
  readonly field: string;

  @Field(() => String, { description: 'What is wrong and what to do, to be read behind the name of the field.' })
  readonly reason: string;

  @Field(() => Int, { nullable: true, description: 'In which line of a file, from 1 on; null where there is no file.' })
  readonly line?: number | null;

  @Field(() => Int, { nullable: true, description: 'At which character of that line, from 1 on.' })
  readonly column?: number | null;
}

/** A list of what is wrong, as every form answers it. */
export const REFUSALS = {
  description: 'What is wrong with the form, all at once; empty where it was taken.',
} as const;

import { Field, ObjectType } from '@nestjs/graphql';

/** A label of a host or a container. */
@ObjectType({ description: 'A label of a host or a container.' })
export class Label {
  @Field(() => String, { description: 'Its key.' })
  readonly key: string;

  @Field(() => String, { description: 'Its value.' })
  readonly value: string;
}

/** Labels as a list, by key. */
export function labelsOf(labels: Readonly<Record<string, string>>): Label[] {
  return Object.entries(labels)
    .map(([key, value]) => ({ key, value }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

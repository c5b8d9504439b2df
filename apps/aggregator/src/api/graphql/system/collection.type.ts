import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType('CollectionHost', { description: 'A host, by its id and name.' })
export class CollectionHostType {
  @Field(() => ID, { description: 'Id of the host.' })
  readonly id: string;

  @Field(() => String, { description: 'Its name.' })
  readonly name: string;
}

@ObjectType('CollectionGroup', {
  description: 'Hosts whose agents were told to measure the same. An agent is set where it runs.',
})
export class CollectionGroupType {
  @Field(() => Int, {
    nullable: true,
    description: 'Time between two samples in ms (WEIR_INTERVAL_MS); null = they have not told theirs yet.',
  })
  readonly intervalMilliseconds: number | null;

  @Field(() => [String], { description: 'Collectors that are switched off (WEIR_COLLECTORS_OFF).' })
  readonly collectorsOff: readonly string[];

  @Field(() => [String], { description: 'Patterns of interfaces that are left out (WEIR_EXCLUDE_INTERFACES).' })
  readonly excludedInterfaces: readonly string[];

  @Field(() => [String], { description: 'Patterns of containers that are left out (WEIR_EXCLUDE_CONTAINERS).' })
  readonly excludedContainers: readonly string[];

  @Field(() => [String], { description: 'What cannot be known on their platform, each in a sentence for people.' })
  readonly missing: readonly string[];

  @Field(() => String, { nullable: true, description: 'Operating system: `linux`, `darwin`, `win32`.' })
  readonly platform: string | null;

  @Field(() => Int, { description: 'How many hosts there are.' })
  readonly hostCount: number;

  @Field(() => [CollectionHostType], { description: 'The first 50 of them by name.' })
  readonly hosts: readonly CollectionHostType[];
}

import { ID, Int, ObjectType } from '@nestjs/graphql';
import { ApiSchema } from '@nestjs/swagger';
import type { CollectionGroup } from '../../query/system/collection-settings.query.js';
import { Told } from './told.js';

const TEXTS: { readonly type: [StringConstructor] } = { type: [String] };

@ApiSchema({ name: 'CollectionHost' })
@ObjectType('CollectionHost', { description: 'A host, by its id and name.' })
export class CollectionHostType {
  @Told(() => ID, { description: 'Id of the host.', example: '0f8fad5b-d9cb-469f-a165-70867728950e' })
  readonly id: string;

  @Told(() => String, { description: 'Its name.', example: 'web-1' })
  readonly name: string;
}

/** Hosts whose agents were told to measure the same. */
@ApiSchema({ name: 'CollectionGroup' })
@ObjectType('CollectionGroup', {
  description: 'Hosts whose agents were told to measure the same. An agent is set where it runs.',
})
export class CollectionGroupType {
  @Told(() => Int, {
    ...{ type: 'integer', nullable: true, example: 1_000 },
    description: 'Time between two samples in ms (WEIR_INTERVAL_MS); null = they have not told theirs yet.',
  })
  readonly intervalMilliseconds: number | null;

  @Told(() => [String], {
    ...{ ...TEXTS, example: ['latency'] },
    description: 'Collectors that are switched off (WEIR_COLLECTORS_OFF).',
  })
  readonly collectorsOff: readonly string[];

  @Told(() => [String], {
    ...{ ...TEXTS, example: ['veth*'] },
    description: 'Patterns of interfaces that are left out (WEIR_EXCLUDE_INTERFACES).',
  })
  readonly excludedInterfaces: readonly string[];

  @Told(() => [String], {
    ...{ ...TEXTS, example: ['*-test'] },
    description: 'Patterns of containers that are left out (WEIR_EXCLUDE_CONTAINERS).',
  })
  readonly excludedContainers: readonly string[];

  @Told(() => [String], {
    ...{ ...TEXTS, example: [] },
    description: 'What cannot be known on their platform, each in a sentence for people.',
  })
  readonly missing: readonly string[];

  @Told(() => String, {
    ...{ type: String, nullable: true, example: 'linux' },
    description: 'Operating system: `linux`, `darwin`, `win32`.',
  })
  readonly platform: string | null;

  @Told(() => Int, { type: 'integer', description: 'How many hosts there are.', example: 12 })
  readonly hostCount: number;

  @Told(() => [CollectionHostType], { type: [CollectionHostType], description: 'The first 50 of them by name.' })
  readonly hosts: readonly CollectionHostType[];
}

/** A group as GraphQL and REST answer it. */
export function asCollectionGroup({ intervalMs, off, ...group }: CollectionGroup): CollectionGroupType {
  return { ...group, intervalMilliseconds: intervalMs, collectorsOff: off };
}

/** The example of an answer. */
export const COLLECTION_EXAMPLE: CollectionGroupType = {
  ...{ intervalMilliseconds: 1_000, collectorsOff: ['latency'], excludedInterfaces: ['veth*'] },
  ...{ excludedContainers: ['*-test'], missing: [], platform: 'linux', hostCount: 12 },
  hosts: [{ id: '0f8fad5b-d9cb-469f-a165-70867728950e', name: 'web-1' }],
};

import { Query, Resolver } from '@nestjs/graphql';
import { CollectionSettingsQuery } from '../../../query/system/collection-settings.query.js';
import { CollectionGroupType } from './collection.type.js';

@Resolver(() => CollectionGroupType)
export class CollectionResolver {
  constructor(private readonly query: CollectionSettingsQuery) {}

  @Query(() => [CollectionGroupType], {
    description: 'What agents were told to measure: hosts with the same settings together, the most first.',
  })
  async collection(): Promise<CollectionGroupType[]> {
    const groups = await this.query.read();
    return groups.map(({ intervalMs, off, ...group }) => ({
      ...group,
      intervalMilliseconds: intervalMs,
      collectorsOff: off,
    }));
  }
}

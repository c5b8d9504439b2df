import { Query, Resolver } from '@nestjs/graphql';
import { CollectionSettingsQuery } from '../../../query/system/collection-settings.query.js';
import { asCollectionGroup, CollectionGroupType } from '../../system/collection.type.js';

@Resolver(() => CollectionGroupType)
export class CollectionResolver {
  constructor(private readonly query: CollectionSettingsQuery) {}

  @Query(() => [CollectionGroupType], {
    description: 'What agents were told to measure: hosts with the same settings together, the most first.',
  })
  async collection(): Promise<CollectionGroupType[]> {
    return (await this.query.read()).map(asCollectionGroup);
  }
}

import { applyDecorators, Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CollectionSettingsQuery } from '../../query/system/collection-settings.query.js';
import { REST_PATH } from '../paths.js';
import { ApiWhole, failures } from '../rest/answer.docs.js';
import { NoParameters } from '../rest/no-parameters.js';
import { asCollectionGroup, COLLECTION_EXAMPLE, CollectionGroupType } from './collection.type.js';

const PATH = '/api/v1/collection';

/** What agents were told to measure. */
@ApiTags('inventory')
@Controller(REST_PATH)
export class CollectionController {
  constructor(private readonly query: CollectionSettingsQuery) {}

  @Get('collection')
  @ApiOperation({ summary: 'Answers what agents were told to measure: hosts with the same settings together.' })
  @ApiWhole(CollectionGroupType, 'Groups of hosts, the largest first.', [COLLECTION_EXAMPLE])
  @NoParameters(PATH)
  @applyDecorators(...failures(PATH))
  async collection(): Promise<CollectionGroupType[]> {
    return (await this.query.read()).map(asCollectionGroup);
  }
}

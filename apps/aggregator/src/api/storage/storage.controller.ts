import { applyDecorators, Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Pool } from 'pg';
import { CapacityService } from '../../capacity/capacity.service.js';
import { READERS } from '../../store/database.js';
import { StoreSetup } from '../../store/store-setup.js';
import { REST_PATH } from '../paths.js';
import { ApiAnswer, failures } from '../rest/answer.docs.js';
import { NoParameters } from '../rest/no-parameters.js';
import { ApiOfTheFleet, refuseWhoSeesSome } from '../rest/of-the-fleet.js';
import { storageOf } from './read-storage.js';
import { STORAGE_EXAMPLE, StorageType } from './storage.type.js';

const PATH = '/api/v1/storage';

/** What is stored. */
@ApiTags('health')
@Controller(REST_PATH)
export class StorageController {
  constructor(
    @Inject(READERS) private readonly readers: Pool,
    private readonly setup: StoreSetup,
    private readonly capacity: CapacityService,
  ) {}

  @Get('storage')
  @ApiOperation({
    summary: 'Answers what is stored, for how long, and what it takes on disk.',
    description: 'For how long is set by GraphQL (`setRetention`). Not for who sees some hosts alone.',
  })
  @ApiAnswer(StorageType, 'What is stored.', STORAGE_EXAMPLE)
  @NoParameters(PATH)
  @ApiOfTheFleet('storage', PATH)
  @applyDecorators(...failures(PATH))
  storage(@Req() request: Request): Promise<StorageType> {
    refuseWhoSeesSome('storage', request);
    return storageOf(this.readers, this.setup, this.capacity);
  }
}

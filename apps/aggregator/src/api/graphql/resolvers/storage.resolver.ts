import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { CapacityService } from '../../../capacity/capacity.service.js';
import { DATABASE, READERS } from '../../../store/database.js';
import { setKept } from '../../../store/disk/keep.js';
import { StoreSetup } from '../../../store/store-setup.js';
import { storageOf } from '../../storage/read-storage.js';
import { StorageType } from '../../storage/storage.type.js';
import { badUserInput, refuseIf } from '../errors.js';
import { RetentionInput } from '../types/retention.input.js';

@Resolver(() => StorageType)
export class StorageResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(READERS) private readonly readers: Pool,
    private readonly setup: StoreSetup,
    private readonly capacity: CapacityService,
  ) {}

  @Query(() => StorageType, { description: 'What is stored, for how long, and what it takes.' })
  storage(): Promise<StorageType> {
    return storageOf(this.readers, this.setup, this.capacity);
  }

  @Mutation(() => StorageType, {
    description:
      'Sets for how long something is kept. What is too old then is gone within ten minutes, for good; ten minutes later its room on the disk is free.',
  })
  async setRetention(
    @Args('input', { description: 'What is kept, and for how long.' })
    { kind, resolution, keepSeconds }: RetentionInput,
  ): Promise<StorageType> {
    if (keepSeconds === undefined) throw badUserInput({ field: 'keepSeconds', reason: 'is missing; null = for ever' });
    if (keepSeconds !== null && !Number.isInteger(keepSeconds))
      throw badUserInput({ field: 'keepSeconds', reason: 'is not a whole number' });
    refuseIf(await setKept(this.pool, { kind, resolution }, keepSeconds === null ? null : keepSeconds * 1_000));
    return this.storage();
  }
}

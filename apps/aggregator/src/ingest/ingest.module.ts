import { Module } from '@nestjs/common';
import { IngestService } from './ingest.service.js';
import { PackingService } from './packing.service.js';
import { RollupService } from './rollup.service.js';
import { StateRollupService } from './state-rollup.service.js';

/** The role `ingest`: stores what arrives on the stream, packs it, and rolls it up. */
@Module({ providers: [IngestService, PackingService, RollupService, StateRollupService] })
export class IngestModule {}

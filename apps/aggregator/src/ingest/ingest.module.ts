import { Module } from '@nestjs/common';

/** Stores what arrives on the stream. */
@Module({})
export class IngestModule {}

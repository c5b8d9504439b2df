import { Module } from '@nestjs/common';
import { QueryModule } from '../../query/query.module.js';
import { PercentileQuery } from './percentile.query.js';

/** Answers of percentiles. */
@Module({ imports: [QueryModule], providers: [PercentileQuery], exports: [PercentileQuery] })
export class PercentileModule {}

import { Module } from '@nestjs/common';
import { QuotaQuery } from './quota.query.js';

/** Answers of quotas. */
@Module({ providers: [QuotaQuery], exports: [QuotaQuery] })
export class QuotaModule {}

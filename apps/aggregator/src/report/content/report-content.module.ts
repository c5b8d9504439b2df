import { Module } from '@nestjs/common';
import { QuotaModule } from '../../billing/quota.module.js';
import { QueryModule } from '../../query/query.module.js';
import { Reports } from './reports.js';
import { ReportSources } from './sources.js';

/** What reports say. */
@Module({ imports: [QueryModule, QuotaModule], providers: [Reports, ReportSources], exports: [Reports] })
export class ReportContentModule {}

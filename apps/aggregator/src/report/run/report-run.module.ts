import { Module } from '@nestjs/common';
import { ReportContentModule } from '../content/report-content.module.js';
import { ReportJobs } from './report-job.js';
import { ReportScheduler } from './report-scheduler.js';

/** What the role `analyse` does about reports: makes them, and knows when they are due. */
@Module({ imports: [ReportContentModule], providers: [ReportJobs, ReportScheduler] })
export class ReportRunModule {}

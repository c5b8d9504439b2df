import { Module } from '@nestjs/common';
import { JobListModule } from '../../jobs/job-list.module.js';
import { ExportJobs } from './export-jobs.js';
import { ExportRoutes } from './export-routes.js';

/** Exports in the background. */
@Module({ imports: [JobListModule], providers: [ExportJobs, ExportRoutes], exports: [ExportJobs] })
export class ExportJobsModule {}

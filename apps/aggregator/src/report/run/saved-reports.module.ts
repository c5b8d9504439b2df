import { Module } from '@nestjs/common';
import { JobListModule } from '../../jobs/job-list.module.js';
import { ReportContentModule } from '../content/report-content.module.js';
import { SavedReports } from './saved-reports.js';

/** What is asked of saved reports. */
@Module({ imports: [JobListModule, ReportContentModule], providers: [SavedReports], exports: [SavedReports] })
export class SavedReportsModule {}

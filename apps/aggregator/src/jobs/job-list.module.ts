import { Module } from '@nestjs/common';
import { QueryModule } from '../query/query.module.js';
import { Jobs } from './jobs.js';

/** What is asked of jobs by those who started them. */
@Module({ imports: [QueryModule], providers: [Jobs], exports: [Jobs] })
export class JobListModule {}

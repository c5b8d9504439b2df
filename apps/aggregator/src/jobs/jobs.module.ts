import { Global, Module } from '@nestjs/common';
import { JobRunner } from './job-runner.js';

/** What is done in the background, in the processes that have handlers for it. */
@Global()
@Module({ providers: [JobRunner], exports: [JobRunner] })
export class JobsModule {}

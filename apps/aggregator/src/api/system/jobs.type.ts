import { Int, ObjectType } from '@nestjs/graphql';
import { ApiSchema } from '@nestjs/swagger';
import { Told } from './told.js';

@ApiSchema({ name: 'SystemJobs' })
@ObjectType('SystemJobs', { description: 'Exports and reports that take long.' })
export class SystemJobsType {
  @Told(() => Int, { type: 'integer', description: 'How many wait.', example: 0 })
  readonly queued: number;

  @Told(() => Int, { type: 'integer', description: 'How many are being made.', example: 1 })
  readonly running: number;

  @Told(() => Int, { type: 'integer', description: 'How many failed within the last day.', example: 0 })
  readonly failed: number;
}

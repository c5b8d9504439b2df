import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { DeliveryType } from '../alerts/channel.type.js';
import { FieldRefusalType, REFUSALS } from '../alerts/refusal.type.js';
import { DateTime } from '../scalars.js';
import { connectionType } from '../types/page.type.js';
import { JobKindEnum, JobStateEnum } from './job.enums.js';

const TEXT = { nullable: true } as const;

@ObjectType('JobFile', { description: 'A file that a job made.' })
export class JobFileType {
  @Field(() => String, { description: 'What it is saved as.' })
  readonly name: string;

  @Field(() => String, { description: 'Media type.' })
  readonly type: string;

  @Field(() => Float, { description: 'How large it is, a whole number of bytes.' })
  readonly bytes: number;

  @Field(() => String, { description: 'Path by which it is fetched, as whoever may see the job.' })
  readonly path: string;
}

/** Told alike by GraphQL and REST. */
export const PROGRESS =
  'Share that is done, from 0 to 1: of the parts of a report, or of the rows or steps of an export. It falls only where the job ' +
  'begins anew, and is 1 at its end alone; null where nobody can say.';

@ObjectType('Job', { description: 'Something that takes long, and is done in the background.' })
export class JobType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => JobKindEnum, { description: 'What is done.' })
  readonly kind: string;

  @Field(() => String, { description: 'What it is called.' })
  readonly title: string;

  @Field(() => JobStateEnum, { description: 'How far it is.' })
  readonly state: string;

  @Field(() => Float, { ...TEXT, description: PROGRESS })
  readonly progress: number | null;

  @Field(() => String, { ...TEXT, description: 'What it is at, in words; null where it is not being done.' })
  readonly step: string | null;

  @Field(() => DateTime, { description: 'When it was asked for.' })
  readonly madeAt: Date;

  @Field(() => DateTime, { ...TEXT, description: 'When it was begun first; null where it was not.' })
  readonly startedAt: Date | null;

  @Field(() => DateTime, { ...TEXT, description: 'When it was over; null where it is not.' })
  readonly finishedAt: Date | null;

  @Field(() => String, { description: 'Who asked for it.' })
  readonly madeBy: string;

  @Field(() => Int, { description: 'How often it was begun.' })
  readonly tries: number;

  @Field(() => DateTime, { ...TEXT, description: 'When it is tried again; null where it is not.' })
  readonly nextTryAt: Date | null;

  @Field(() => FieldRefusalType, {
    ...TEXT,
    description: 'What went wrong at the last try, and what to do; null where nothing did.',
  })
  readonly failure: FieldRefusalType | null;

  @Field(() => [JobFileType], { description: 'What it made, once it is done and as long as files are kept.' })
  readonly files: readonly JobFileType[];

  @Field(() => DateTime, {
    ...TEXT,
    description:
      'When its files were deleted: after 30 days, or sooner where all files took more than 5 GB; null where they are there.',
  })
  readonly filesGoneAt: Date | null;

  @Field(() => ID, { ...TEXT, description: 'The saved report that it is of; null where it is of none.' })
  readonly reportId: string | null;

  @Field(() => DateTime, { ...TEXT, description: 'When its schedule wanted it; null where somebody asked for it.' })
  readonly dueAt: Date | null;

  @Field(() => [DeliveryType], { description: 'Whom it was sent to, and what became of that.' })
  readonly deliveries: readonly DeliveryType[];
}

export const JobConnection = connectionType(JobType, 'Job', 'jobs');

@ObjectType('JobResult', { description: 'A job that was started or ended, or what is wrong with the form.' })
export class JobResult {
  @Field(() => JobType, { nullable: true, description: 'The job; null where it was not started.' })
  readonly job: JobType | null;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

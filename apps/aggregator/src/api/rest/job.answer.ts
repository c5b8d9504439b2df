import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { JOB_KINDS, JOB_STATES } from '../../store/jobs/job-row.js';
import type { Job } from '../../jobs/jobs.js';
import { asJob } from '../graphql/reports/as-job.js';
import { PROGRESS } from '../graphql/reports/job.type.js';

const TEXT = { type: String, nullable: true } as const;
const MOMENT = { type: String, format: 'date-time', nullable: true } as const;
const NULL = { example: null } as const;

@ApiSchema({ name: 'JobFile' })
export class JobFileAnswer {
  @ApiProperty({ description: 'What it is saved as.', example: 'weir-fleet-2026-10-01.pdf' })
  readonly name: string;

  @ApiProperty({ description: 'Media type.', example: 'application/pdf' })
  readonly type: string;

  @ApiProperty({ type: 'integer', description: 'How large it is, bytes.', example: 184_320 })
  readonly bytes: number;

  @ApiProperty({
    description: 'Where it is fetched.',
    example: '/api/v1/job/0f8fad5b-d9cb-469f-a165-70867728950e/file/weir-fleet-2026-10-01.pdf',
  })
  readonly path: string;
}

@ApiSchema({ name: 'JobFailure' })
export class JobFailureAnswer {
  @ApiProperty({ description: 'What is at fault.', example: 'name' })
  readonly field: string;

  @ApiProperty({ description: 'What is wrong with it, and what to do.', example: 'is the name of no network' })
  readonly reason: string;
}

@ApiSchema({ name: 'JobDelivery' })
export class JobDeliveryAnswer {
  @ApiProperty({ description: 'Name of the channel.', example: 'managers' })
  readonly channel: string;

  @ApiProperty({ enum: ['waiting', 'sent', 'given up'], description: 'What became of it.', example: 'sent' })
  readonly state: string;

  @ApiProperty({ ...MOMENT, description: 'When the other side had it.', example: '2026-11-01T06:00:12.000Z' })
  readonly sentAt: string | null;

  @ApiProperty({ ...TEXT, ...NULL, description: 'What was wrong at the last try.' })
  readonly failure: string | null;
}

/** Something that is done in the background. */
@ApiSchema({ name: 'Job' })
export class JobAnswer {
  @ApiProperty({ description: 'Its id.', example: '0f8fad5b-d9cb-469f-a165-70867728950e' })
  readonly id: string;

  @ApiProperty({ enum: JOB_KINDS, description: 'What is done.', example: 'report' })
  readonly kind: string;

  @ApiProperty({ description: 'What it is called.', example: 'Report: Fleet' })
  readonly title: string;

  @ApiProperty({ enum: JOB_STATES, description: 'How far it is.', example: 'done' })
  readonly state: string;

  @ApiProperty({ type: Number, nullable: true, description: PROGRESS, example: 1 })
  readonly progress: number | null;

  @ApiProperty({ ...TEXT, ...NULL, description: 'What it is at, in words.' })
  readonly step: string | null;

  @ApiProperty({ description: 'When it was asked for.', format: 'date-time', example: '2026-11-01T06:00:00.000Z' })
  readonly madeAt: string;

  @ApiProperty({ ...MOMENT, description: 'When it was begun first.', example: '2026-11-01T06:00:01.000Z' })
  readonly startedAt: string | null;

  @ApiProperty({ ...MOMENT, description: 'When it was over.', example: '2026-11-01T06:00:11.000Z' })
  readonly finishedAt: string | null;

  @ApiProperty({ description: 'Who asked for it.', example: 'ada' })
  readonly madeBy: string;

  @ApiProperty({ type: 'integer', description: 'How often it was begun.', example: 1 })
  readonly tries: number;

  @ApiProperty({ ...MOMENT, ...NULL, description: 'When it is tried again.' })
  readonly nextTryAt: string | null;

  @ApiProperty({ type: JobFailureAnswer, nullable: true, ...NULL, description: 'What went wrong at the last try.' })
  readonly failure: JobFailureAnswer | null;

  @ApiProperty({ type: [JobFileAnswer], description: 'What it made, as long as files are kept.' })
  readonly files: readonly JobFileAnswer[];

  @ApiProperty({
    ...{ ...MOMENT, ...NULL },
    description: 'When its files were deleted: after 30 days, or sooner where all files took more than 5 GB.',
  })
  readonly filesGoneAt: string | null;

  @ApiProperty({
    ...{ ...TEXT, example: '7c9e6679-7425-40de-944b-e07fc1f90ae7' },
    description: 'The saved report that it is of; null where it is of none.',
  })
  readonly reportId: string | null;

  @ApiProperty({
    ...{ ...MOMENT, example: '2026-11-01T06:00:00.000Z' },
    description: 'When its schedule wanted it; null where somebody asked for it.',
  })
  readonly dueAt: string | null;

  @ApiProperty({ type: [JobDeliveryAnswer], description: 'Whom it was sent to.' })
  readonly deliveries: readonly JobDeliveryAnswer[];
}

const text = (moment: Date | null): string | null => moment && moment.toISOString();

/** A job as REST answers it. */
export function toJob(job: Job): JobAnswer {
  const { id, kind, title, state, progress, step, madeAt, madeBy, tries, failure, files, reportId } = asJob(job);
  return {
    ...{ id, kind, title, state, progress, step, madeAt: madeAt.toISOString(), madeBy, tries, files, reportId },
    ...{ startedAt: text(job.startedAt), finishedAt: text(job.finishedAt), nextTryAt: text(job.nextTryAt) },
    ...{ dueAt: text(job.dueAt), filesGoneAt: text(job.filesGoneAt) },
    failure: failure && { field: failure.field, reason: failure.reason },
    deliveries: job.deliveries.map((delivery) => ({
      ...{ channel: delivery.channel, state: delivery.state, sentAt: text(delivery.sentAt) },
      failure: delivery.failedReason && [delivery.failedField, delivery.failedReason].filter(Boolean).join(' '),
    })),
  };
}

const [FILE, ID] = ['weir-fleet-2026-10-01.pdf', '0f8fad5b-d9cb-469f-a165-70867728950e'];

/** The example of an answer. */
export const JOB_EXAMPLE: JobAnswer = {
  ...{ id: ID, kind: 'report', title: 'Report: Fleet', state: 'done', progress: 1, step: null },
  ...{
    madeAt: '2026-11-01T06:00:00.000Z',
    startedAt: '2026-11-01T06:00:01.000Z',
    finishedAt: '2026-11-01T06:00:11.000Z',
    madeBy: 'ada',
    tries: 1,
  },
  ...{ nextTryAt: null, failure: null, filesGoneAt: null, dueAt: '2026-11-01T06:00:00.000Z' },
  reportId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  files: [{ name: FILE, type: 'application/pdf', bytes: 184_320, path: `/api/v1/job/${ID}/file/${FILE}` }],
  deliveries: [{ channel: 'managers', state: 'sent', sentAt: '2026-11-01T06:00:12.000Z', failure: null }],
};

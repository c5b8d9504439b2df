import { registerEnumType } from '@nestjs/graphql';

export const JobKindEnum = { EXPORT: 'export', REPORT: 'report' } as const;
registerEnumType(JobKindEnum, {
  name: 'JobKind',
  description: 'What is done in the background.',
  valuesMap: {
    EXPORT: { description: 'A list or figures as a file, as the routes of exports send it.' },
    REPORT: { description: 'A report, in one format or several.' },
  },
});

export const JobStateEnum = {
  QUEUED: 'queued',
  RUNNING: 'running',
  DONE: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
} as const;
registerEnumType(JobStateEnum, {
  name: 'JobState',
  description: 'How far a job is.',
  valuesMap: {
    QUEUED: { description: 'It waits to be begun, for the first time or again.' },
    RUNNING: { description: 'It is being done.' },
    DONE: { description: 'Its files can be had.' },
    FAILED: { description: 'It could not be done, and is not tried again.' },
    CANCELLED: { description: 'Somebody ended it; nothing is left of it.' },
  },
});

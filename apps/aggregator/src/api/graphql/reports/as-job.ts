import type { Job } from '../../../jobs/jobs.js';
import { REST_PATH } from '../../paths.js';
import type { JobType } from './job.type.js';

/** A job as it is answered. */
export function asJob({ failedField, failedReason, files, ...job }: Job): JobType {
  return {
    ...job,
    failure: failedReason === null ? null : { field: failedField ?? '', reason: failedReason },
    files: files.map(({ name, type, bytes }) => ({ name, type, bytes, path: pathOf(job.id, name) })),
  };
}

/** Where a file is fetched. */
export function pathOf(jobId: string, name: string): string {
  return `${REST_PATH}/job/${jobId}/file/${encodeURIComponent(name)}`;
}

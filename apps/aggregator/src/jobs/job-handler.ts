import type { Refusal } from '@weir/model';
import type { Notice } from '../store/alerts/notices.js';
import type { ClaimedJob, JobKind } from '../store/jobs/job-row.js';
import type { JobWork } from './job-work.js';

/** Does the jobs of a kind, in the processes that have it. */
export interface JobHandler {
  readonly kind: JobKind;
  /**
   * Does a job, within the scope of who asked for it; answers what is wrong with what was asked, or null. What it throws may pass: it is
   * tried again. Ends soon after `work.signal` is aborted.
   */
  perform(job: ClaimedJob, work: JobWork): Promise<Refusal | null>;
  /** What channels are told once it is done (`refusal` is null), or cannot be. */
  noticesOf(job: ClaimedJob, work: JobWork, refusal: Refusal | null): readonly Notice[];
}

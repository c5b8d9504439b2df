import type { Job } from '../../api/operations/reports.js';
import { formatDateTime } from '../../format/time.js';
import type { StateWords } from '../channels/words.js';

type Tried = Pick<Job['deliveries'][number], 'sentAt' | 'failedField' | 'failedReason'>;

type Sent = Pick<Job['deliveries'][number], 'channel' | 'state' | 'sentAt' | 'failedReason'>;

const PERCENT = 100;

/** Whether a job is still to be done, or to end. */
export function isOpen({ state }: Pick<Job, 'state'>): boolean {
  return state === 'QUEUED' || state === 'RUNNING';
}

/** Whether something is told of it soon: it is to be done, or on its way to somebody. */
export function isMoving({
  state,
  deliveries,
}: Pick<Job, 'state'> & { readonly deliveries: readonly Tried[] }): boolean {
  return isOpen({ state }) || deliveries.some(({ sentAt, failedReason }) => sentAt === null && failedReason === null);
}

/** How far a job is, or what came of it. */
export function jobState(job: Pick<Job, 'state' | 'progress' | 'step' | 'nextTryAt' | 'finishedAt'>): StateWords {
  switch (job.state) {
    case 'QUEUED':
      return job.nextTryAt === null
        ? { tone: 'none', words: 'Waits to be begun' }
        : { tone: 'warn', words: `Tried again at ${momentWords(job.nextTryAt)}` };
    case 'RUNNING':
      return { tone: 'none', words: ['Is being made', shareWords(job.progress), job.step].filter(Boolean).join(', ') };
    case 'DONE':
      return { tone: 'good', words: `Done at ${momentWords(job.finishedAt)}` };
    case 'FAILED':
      return { tone: 'bad', words: `Failed at ${momentWords(job.finishedAt)}, and is not tried again` };
    case 'CANCELLED':
      return { tone: 'none', words: 'Ended by somebody' };
  }
}

/** The same where little room is: what was made and did not reach everybody says so, too. */
export function wholeState(job: Parameters<typeof jobState>[0] & { readonly deliveries: readonly Sent[] }): StateWords {
  const late = job.deliveries.filter(({ sentAt, failedReason }) => sentAt === null && failedReason !== null);
  if (job.state !== 'DONE' || late.length === 0) return jobState(job);
  const isLost = late.some(({ state }) => state === 'GIVEN_UP');
  const whom = [...new Set(late.map(({ channel }) => channel))].join(', ');
  return {
    tone: isLost ? 'bad' : 'warn',
    words: `Made at ${momentWords(job.finishedAt)}, but not delivered${isLost ? '' : ' yet'} to ${whom}`,
  };
}

/** Why a job began, or who asked for it. */
export function causeWords({ dueAt, madeBy, madeAt }: Pick<Job, 'dueAt' | 'madeBy' | 'madeAt'>): string {
  return dueAt === null
    ? `asked for by ${madeBy} at ${momentWords(madeAt)}`
    : `by its schedule, of ${momentWords(dueAt)}`;
}

/** What went wrong at the last try; empty where nothing did. */
export function failureWords({ failure }: Pick<Job, 'failure'>): string {
  return failure ? `${failure.field}: ${failure.reason}` : '';
}

/** Why a message did not arrive, behind what became of it; empty where it did, or was not sent yet. */
export function faultWords({ sentAt, failedField, failedReason }: Tried): string {
  return failedReason === null || sentAt !== null ? '' : `: ${[failedField, failedReason].filter(Boolean).join(' ')}`;
}

function shareWords(progress: number | null): string {
  return progress === null ? '' : `${Math.floor(progress * PERCENT)} %`;
}

/** A moment to the minute. */
export function momentWords(at: string | null): string {
  return at === null ? 'an unknown time' : formatDateTime(Date.parse(at)).slice(0, 16);
}

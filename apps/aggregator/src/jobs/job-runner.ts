import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { Counter, type Registry } from 'prom-client';
import { standingOf } from '../access/standing.js';
import { Background } from '../background/background.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { CONFIG, type Config } from '../config/config.js';
import { METRICS_REGISTRY } from '../metrics/metrics.module.js';
import { onBehalfOfJob, withinScope } from '../query/caller.js';
import type { Notice } from '../store/alerts/notices.js';
import { DATABASE } from '../store/database.js';
import { tidyJobs } from '../store/jobs/files.js';
import type { ClaimedJob, JobKind } from '../store/jobs/job-row.js';
import { giveBack, writeCancelled, writeDone, writeFailed, writeLater } from '../store/jobs/outcome.js';
import { claimJob, MOST_TRIES, renewJob } from '../store/jobs/queue.js';
import { StoreSetup } from '../store/store-setup.js';
import type { JobHandler } from './job-handler.js';
import { JobWork } from './job-work.js';
import { setbackOf } from './setback.js';

const LOOKS_EVERY_MS = 1_000;
const RENEWS_EVERY_MS = 1_000;
const TIDIES_EVERY_MS = 10 * 60_000;
/** Each takes a share of a core and of the database. */
const MOST_AT_ONCE = 2;
/** After the first, second and third time; there is no fifth. */
const WAITS_MS = [60_000, 5 * 60_000, 15 * 60_000] as const;

/** What came of doing a job once. */
type Outcome =
  | { readonly kind: 'done' | 'cancelled' | 'lost' | 'stopped' }
  | { readonly kind: 'failed' | 'later'; readonly refusal: Refusal };

/**
 * Does what waits in the queue, two at a time, of the kinds that this process has handlers for; each job is one process's as long as it
 * says so. One that ends in the middle leaves it to another, which begins it anew.
 */
@Injectable()
export class JobRunner extends Background {
  private readonly logger = new Logger('jobs');
  private readonly looking = new Outage('looking for jobs', this.logger);
  private readonly noting = new Outage('noting what became of jobs', this.logger);
  private readonly tidying = new Outage('deleting old files of jobs', this.logger);
  private readonly handlers = new Map<JobKind, JobHandler>();
  private readonly underWay = new Set<Promise<void>>();
  private readonly ended: Counter;
  private wake = (): void => undefined;
  private tidiedMs = -Infinity;

  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(METRICS_REGISTRY) registry: Registry,
    @Inject(CONFIG) private readonly config: Config,
    private readonly setup: StoreSetup,
  ) {
    super([setup]);
    this.ended = new Counter({
      name: 'weir_jobs_total',
      help: 'Jobs by kind and by what came of doing them once.',
      labelNames: ['kind', 'result'],
      registers: [registry],
    });
  }

  /** Has the jobs of a kind done here; before the process has started. */
  register(handler: JobHandler): void {
    this.handlers.set(handler.kind, handler);
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    if (this.handlers.size === 0 || !(await this.setup.ready())) return;
    while (!stopped.aborted) {
      const woken = new Promise<void>((resolve) => (this.wake = resolve));
      await this.looking.trying(() => this.begin(stopped));
      await this.tidy();
      await Promise.race([woken, pause(LOOKS_EVERY_MS, stopped)]);
    }
    await Promise.all(this.underWay);
  }

  private async begin(stopped: AbortSignal): Promise<void> {
    while (this.underWay.size < MOST_AT_ONCE && !stopped.aborted) {
      const claimed = await claimJob(this.pool, randomUUID(), [...this.handlers.keys()]);
      if (!claimed) return;
      const { isCancelled, ...job } = claimed;
      const done = this.perform(job, isCancelled, stopped).finally(() => {
        this.underWay.delete(done);
        this.wake();
      });
      this.underWay.add(done);
    }
  }

  private async perform(job: ClaimedJob, isCancelled: boolean, stopped: AbortSignal): Promise<void> {
    const work = new JobWork(this.pool, job);
    const onStop = (): void => work.end('stopped');
    stopped.addEventListener('abort', onStop);
    let isRenewing = false;
    const renewing = setInterval(() => {
      // One that waits for a row, or for a database that is away, is not waited for by ever more of them.
      if (isRenewing) return;
      isRenewing = true;
      void this.renew(job, work).finally(() => (isRenewing = false));
    }, RENEWS_EVERY_MS);
    try {
      if (isCancelled) work.end('cancelled');
      const outcome = await this.outcomeOf(job, work);
      this.ended.inc({ kind: job.kind, result: outcome.kind });
      const notices = this.noticesOf(job, work, outcome);
      while ((await this.noting.trying(() => this.note(job, outcome, notices).then(() => true))) === null) {
        if (stopped.aborted) return;
        await pause(RENEWS_EVERY_MS, stopped);
      }
    } finally {
      clearInterval(renewing);
      stopped.removeEventListener('abort', onStop);
    }
  }

  /** A database that is away for a moment ends nothing: the lease lasts longer. */
  private async renew(job: ClaimedJob, work: JobWork): Promise<void> {
    const state = await renewJob(this.pool, job, work.progress, work.step).catch(() => 'held' as const);
    if (state !== 'held' && work.ended === null) work.end(state);
  }

  private async outcomeOf(job: ClaimedJob, work: JobWork): Promise<Outcome> {
    if (work.ended === null && job.tries > MOST_TRIES) return { kind: 'failed', refusal: ENDS_PROCESSES };
    try {
      work.signal.throwIfAborted();
      const refusal = await endedWith(this.inScope(job, work), work.signal);
      if (work.ended !== null) return { kind: work.ended };
      return refusal ? { kind: 'failed', refusal } : { kind: 'done' };
    } catch (error) {
      if (work.ended !== null) return { kind: work.ended };
      return { kind: job.tries < MOST_TRIES ? 'later' : 'failed', refusal: this.reasonOf(job, error) };
    }
  }

  private async inScope(job: ClaimedJob, work: JobWork): Promise<Refusal | null> {
    const standing = await standingOf(this.pool, job, job.reportId === null ? 'viewer' : 'operator', this.config);
    if (!standing.ok) return standing.refusal;
    const handler = this.handlers.get(job.kind);
    if (!handler) throw new Error(`a job of kind ${job.kind} was taken without a handler`);
    return withinScope(standing.scope, () => onBehalfOfJob(work.signal, () => handler.perform(job, work)));
  }

  private reasonOf({ id, kind }: ClaimedJob, error: unknown): Refusal {
    const reason = setbackOf(error);
    if (reason !== null) return { field: 'database', reason };
    const errorId = randomUUID();
    this.logger.error(`the ${kind} ${id} failed (error ${errorId})`, error instanceof Error ? error.stack : error);
    return { field: kind, reason: `failed unexpectedly: weir's log says why, under the error ${errorId}` };
  }

  /** What channels are told. Where that cannot be made of a job, as of one of another version, it is over all the same. */
  private noticesOf(job: ClaimedJob, work: JobWork, outcome: Outcome): readonly Notice[] {
    if (outcome.kind !== 'done' && outcome.kind !== 'failed') return [];
    try {
      const refusal = outcome.kind === 'failed' ? outcome.refusal : null;
      return this.handlers.get(job.kind)?.noticesOf(job, work, refusal) ?? [];
    } catch (error) {
      this.logger.error(
        `nobody is told of the ${job.kind} ${job.id}: what to tell cannot be made of it`,
        error instanceof Error ? error.stack : error,
      );
      return [];
    }
  }

  private async note(job: ClaimedJob, outcome: Outcome, notices: readonly Notice[]): Promise<void> {
    switch (outcome.kind) {
      case 'done':
        return this.orCancelled(job, await writeDone(this.pool, job, notices));
      case 'failed':
        return this.orCancelled(job, await writeFailed(this.pool, job, outcome.refusal, notices));
      case 'later': {
        const waitMs = WAITS_MS[job.tries - 1] ?? WAITS_MS[2];
        return this.orCancelled(job, await writeLater(this.pool, job, outcome.refusal, waitMs));
      }
      case 'cancelled':
        return writeCancelled(this.pool, job);
      case 'stopped':
        return giveBack(this.pool, job);
      case 'lost':
        return;
    }
  }

  /** Where it was not written, somebody cancelled it in the last second, or another process has it. */
  private async orCancelled(job: ClaimedJob, isWritten: boolean): Promise<void> {
    if (!isWritten) await writeCancelled(this.pool, job);
  }

  private async tidy(): Promise<void> {
    if (performance.now() - this.tidiedMs < TIDIES_EVERY_MS) return;
    this.tidiedMs = performance.now();
    await this.tidying.trying(() => tidyJobs(this.pool));
  }
}

/** What comes of a job, or the end of it: who ended it does not wait until a statement is answered. What it still writes is not taken. */
async function endedWith<T>(done: Promise<T>, signal: AbortSignal): Promise<T> {
  const ended = new Promise<never>((_, fail) => {
    signal.addEventListener('abort', () => fail(new Error('the job was ended')), { once: true });
  });
  for (const each of [done, ended]) each.catch(() => undefined);
  return Promise.race([done, ended]);
}

const ENDS_PROCESSES: Refusal = {
  field: 'process',
  reason: `that did it ended each of ${MOST_TRIES} times: look in the logs, and for a lack of memory; ask for less at once`,
};

import { Inject, Injectable } from '@nestjs/common';
import {
  type Decoded,
  describeRefusal,
  type Refusal,
  type Report,
  type ReportBlock,
  type ReportFormat,
} from '@weir/model';
import { reportMessage } from '../../alert/message/report-message.js';
import { wallTimeOf } from '../../calendar/zone.js';
import { CONFIG, type Config } from '../../config/config.js';
import type { JobHandler } from '../../jobs/job-handler.js';
import { JobRunner } from '../../jobs/job-runner.js';
import type { JobWork } from '../../jobs/job-work.js';
import type { Notice } from '../../store/alerts/notices.js';
import type { ClaimedJob } from '../../store/jobs/job-row.js';
import { requestAt } from '../content/report-asked.js';
import type { ReportRequest } from '../content/report-request.js';
import { Reports } from '../content/reports.js';
import { momentText } from '../content/times.js';
import { RENDERERS } from '../render/formats.js';
import { fanOut } from './fan-out.js';
import type { ReportJobAsked } from './report-form.js';

/** Makes reports in the background: all formats of one out of the same figures. */
@Injectable()
export class ReportJobs implements JobHandler {
  readonly kind = 'report';

  constructor(
    runner: JobRunner,
    private readonly reports: Reports,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    runner.register(this);
  }

  async perform(job: ClaimedJob, work: JobWork): Promise<Refusal | null> {
    const request = requestOf(job);
    if (!request.ok) return request.refusal;
    work.tell('reads what it begins with');
    const opened = await this.reports.open(request.value, (done, all) => tellPart(work, done, all));
    if (!opened.ok) return opened.refusal;
    const { head, blocks } = opened.value;
    const { formats } = askedOf(job);
    const shares = fanOut(wanted(blocks, work), formats.length);
    const written = await Promise.allSettled(
      shares.map(({ items, leave }, place) =>
        write({ head, blocks: items }, formats[place] ?? 'json', work).finally(leave),
      ),
    );
    return refusalIn(written);
  }

  noticesOf(job: ClaimedJob, { files }: JobWork, refusal: Refusal | null): readonly Notice[] {
    const { channels, name } = askedOf(job);
    const request = requestOf(job);
    const message = reportMessage({
      ...{ jobId: job.id, name: name ?? job.title, range: request.ok ? rangeText(request.value) : null },
      failure: refusal && describeRefusal(refusal),
      ...{ files: refusal ? [] : files, baseUrl: this.config.publicUrl, atMs: Date.now() },
    });
    return channels.map((channel) => ({ id: job.id, channel, message }));
  }
}

/** It was written by this step, here or in another process of this version. */
function askedOf({ asked }: ClaimedJob): ReportJobAsked {
  return asked as ReportJobAsked;
}

/** What is asked for, of the moment when it was due or asked for: whenever it is made, it is of the same range. */
function requestOf(job: ClaimedJob): Decoded<ReportRequest> {
  return requestAt(askedOf(job).asked, job.atMs);
}

function write(report: Report, format: ReportFormat, work: JobWork): Promise<Refusal | null> {
  const { type, render } = RENDERERS[format];
  const onPage = (pages: number): void => work.tell(`writes page ${pages}`);
  return work.write(fileName(report, format), type, render(report, work.signal, onPage));
}

/** Parts are written as they are made: what is made is as good as written. Of a single one nobody can say how much is. */
function tellPart(work: JobWork, done: number, all: number): void {
  if (all > 1) work.reached(done / all);
  work.tell(done < all ? `makes part ${done + 1} of ${all}` : 'writes the end');
}

async function* wanted(blocks: AsyncIterable<ReportBlock>, work: JobWork): AsyncGenerator<ReportBlock> {
  for await (const block of blocks) {
    work.signal.throwIfAborted();
    yield block;
  }
}

function refusalIn(written: readonly PromiseSettledResult<Refusal | null>[]): Refusal | null {
  const failed = written.find((each) => each.status === 'rejected');
  if (failed) throw failed.reason;
  return written.map((each) => (each.status === 'fulfilled' ? each.value : null)).find((each) => each !== null) ?? null;
}

/** Plain characters alone, whatever it is about. */
function fileName({ head: { kind, fromMs, timeZone } }: Report, format: ReportFormat): string {
  const { year, month, day } = wallTimeOf(fromMs, timeZone);
  const date = [year, month, day].map((part) => String(part).padStart(2, '0')).join('-');
  return `weir-${kind}-${date}.${format}`;
}

function rangeText({ fromMs, toMs, timeZone }: ReportRequest): string {
  return `${momentText(fromMs, timeZone)} to ${momentText(toMs, timeZone)} (${timeZone})`;
}

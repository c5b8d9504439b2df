import { Injectable } from '@nestjs/common';
import type { Refusal } from '@weir/model';
import type { Caller } from '../../access/caller.js';
import type { JobHandler } from '../../jobs/job-handler.js';
import { JobRunner } from '../../jobs/job-runner.js';
import type { JobWork } from '../../jobs/job-work.js';
import { Jobs, type StartedJob } from '../../jobs/jobs.js';
import type { Notice } from '../../store/alerts/notices.js';
import type { ClaimedJob } from '../../store/jobs/job-row.js';
import { ExportRoutes } from './export-routes.js';
import { FORMAT } from './format.js';
import type { Table } from './table.js';
import { TableTaker } from './table-taker.js';
import { textsOf } from './texts.js';

/** What a job of kind `export` is asked for. */
interface ExportAsked {
  readonly path: string;
}

/** Opens a table to see whether it can be, and reads nothing of it. */
const OPENED = new TableTaker(async (_name, _format, open) => void (await open()));

/** Makes exports in the background. */
@Injectable()
export class ExportJobs implements JobHandler {
  readonly kind = 'export';

  constructor(
    runner: JobRunner,
    private readonly routes: ExportRoutes,
    private readonly jobs: Jobs,
  ) {
    runner.register(this);
  }

  /** Starts the export of a path; what is wrong with it is told at once. */
  async start(caller: Caller, path: string): Promise<StartedJob> {
    const found = this.routes.find(path);
    if (!found.ok) return { ok: false, refusals: [found.refusal] };
    const refusal = (await this.jobs.refusalOfStart(caller, 'path')) ?? (await found.value.run(OPENED));
    if (refusal) return { ok: false, refusals: [refusal] };
    const { name, format } = found.value;
    const title = `Export of ${name.replaceAll('-', ' ')} as ${format.toUpperCase()}`;
    const asked: ExportAsked = { path };
    return { ok: true, id: await this.jobs.start(caller, { kind: 'export', title, asked, reportId: null }) };
  }

  async perform({ asked }: ClaimedJob, work: JobWork): Promise<Refusal | null> {
    const found = this.routes.find((asked as ExportAsked).path);
    if (!found.ok) return found.refusal;
    let tooLarge: Refusal | null = null;
    const refusal = await found.value.run(
      new TableTaker(async (name, format, open) => {
        const texts = textsOf(told(await open(), work), FORMAT[format]);
        tooLarge = await work.write(`weir-${name}.${format}`, FORMAT[format].type, texts);
      }),
    );
    return refusal ?? tooLarge;
  }

  noticesOf(): readonly Notice[] {
    return [];
  }
}

function told<Row>(table: Table<Row>, work: JobWork): Table<Row> {
  return { ...table, batches: counted(table, work) };
}

async function* counted<Row>({ batches, size }: Table<Row>, work: JobWork): AsyncGenerator<readonly Row[]> {
  // What takes too long to be counted can be read all the same, page by page.
  const whole = await size().catch(() => null);
  const done = { rows: 0, batches: 0 };
  for await (const batch of batches) {
    work.signal.throwIfAborted();
    done.rows += batch.length;
    done.batches += 1;
    work.tell(`${done.rows.toLocaleString('en')} rows`);
    yield batch;
    if (whole && whole.count > 0) work.reached(done[whole.unit] / whole.count);
  }
}

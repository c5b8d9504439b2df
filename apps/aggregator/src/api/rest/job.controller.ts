import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Controller, Get, Logger, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { type Job, Jobs } from '../../jobs/jobs.js';
import { MOST_ROWS } from '../../query/page/listing.js';
import type { JobFile } from '../../store/jobs/files.js';
import { JOB_KINDS, JOB_STATES } from '../../store/jobs/job-row.js';
import { REST_PATH } from '../paths.js';
import { isLeft } from '../left.js';
import { ApiAnswer, ApiList, ApiNotFound, ApiRefusals } from './answer.docs.js';
import { answerPage } from './answered-list.js';
import { askerOf } from './asker.js';
import { JOB_EXAMPLE, JobAnswer, toJob } from './job.answer.js';
import { NoParameters } from './no-parameters.js';
import { ApiParameters, Parameters } from './parameters/decorators.js';
import { choice, text } from './parameters/kinds.js';
import { PAGE } from './parameters/page.js';
import type { ValuesOf } from './parameters/parameter.js';
import { accepted } from './refused.js';

const LIST = {
  kind: choice({ description: 'Only of this kind.', among: JOB_KINDS, byDefault: null }),
  state: choice({ description: 'Only those that are so far.', among: JOB_STATES, byDefault: null }),
  reportId: text({
    description: 'Only those of this saved report: its history.',
    example: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  }),
  ...PAGE,
};
const NEWEST_FIRST = { by: 'made', descending: true } as const;
const BAD_LIMIT = { field: 'limit', reason: `is no whole number from 1 to ${MOST_ROWS}` };
const UNKNOWN = '/api/v1/job/unknown';
const ID = { name: 'id', description: 'Id of the job.', example: JOB_EXAMPLE.id };
const NAME = { name: 'name', description: 'Name of the file.', example: JOB_EXAMPLE.files[0]?.name ?? '' };

/** What is done in the background, and what it made. */
@ApiTags('report')
@Controller(REST_PATH)
export class JobController {
  private readonly log = new Logger('jobs');

  constructor(private readonly jobs: Jobs) {}

  @Get('job')
  @ApiOperation({
    summary: 'Lists jobs, page by page. They are started and ended by GraphQL.',
    description:
      'Yours, the newest first; of operators, those of saved reports too; of admins, all. A token sees its own.',
  })
  @ApiParameters(LIST)
  @ApiList(JobAnswer, 'Jobs, the newest first.', [JOB_EXAMPLE])
  @ApiRefusals('/api/v1/job', BAD_LIMIT)
  async list(
    @Parameters(LIST) { limit, cursor, ...asked }: ValuesOf<typeof LIST>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly JobAnswer[]> {
    const place = { ...NEWEST_FIRST, first: limit, after: cursor };
    const list = accepted(this.jobs.list({ caller: askerOf(request), ...asked }, place));
    return (await answerPage(request, response, list)).map(toJob);
  }

  @Get('job/:id')
  @ApiOperation({ summary: 'Answers how far a job is, and what it made. It is started by GraphQL.' })
  @ApiParam(ID)
  @ApiAnswer(JobAnswer, 'The job.', JOB_EXAMPLE)
  @NoParameters(UNKNOWN)
  @ApiNotFound(UNKNOWN, 'There is no job with id "unknown" that you see')
  async job(@Param('id') id: string, @Req() request: Request): Promise<JobAnswer> {
    return toJob(await this.find(id, request));
  }

  @Get('job/:id/file/:name')
  @ApiOperation({ summary: 'Sends a file that a job made: to who asked for it, and to admins.' })
  @ApiParam(ID)
  @ApiParam(NAME)
  @ApiProduces('application/octet-stream')
  @ApiOkResponse({
    description: 'The file.',
    content: { 'application/octet-stream': { schema: { type: 'string' }, example: '%PDF-1.7 …' } },
  })
  @NoParameters(UNKNOWN)
  @ApiNotFound(UNKNOWN, 'There is no job with id "unknown" that you see')
  async file(
    @Param('id') id: string,
    @Param('name') name: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const job = await this.find(id, request);
    const file = job.files.find((each) => each.name === name);
    if (!file)
      throw new NotFoundException(`There is no file "${name}" of this job${job.filesGoneAt ? ' any more' : ''}`);
    setHeaders(response, file);
    if (request.method === 'HEAD') response.end();
    // One piece of it is held at a time; where it is deleted meanwhile, the connection is cut.
    else await this.send(file, response);
  }

  private async send(file: JobFile, response: Response): Promise<void> {
    try {
      await pipeline(Readable.from(whole(this.jobs.read(file)), { objectMode: false }), response);
    } catch (error) {
      if (!isLeft(error)) this.log.error('a file broke off', error instanceof Error ? error.stack : error);
    }
  }

  private async find(id: string, request: Request): Promise<Job> {
    const job = await this.jobs.byId(askerOf(request), id);
    if (!job) throw new NotFoundException(`There is no job with id "${id}" that you see`);
    return job;
  }
}

/** Names are ours, of plain characters; nothing in a browser is to open what is in them. */
function setHeaders(response: Response, { name, type, bytes, sha256 }: JobFile): void {
  response.set({
    'Content-Type': type,
    'Content-Length': String(bytes),
    'Content-Disposition': `attachment; filename="${name}"`,
    'Cache-Control': 'private, no-store',
    ETag: `"${sha256.toString('hex')}"`,
  });
}

async function* whole(chunks: AsyncIterable<Buffer | null>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    if (!chunk) throw new Error('the file was deleted while it was sent');
    yield chunk;
  }
}

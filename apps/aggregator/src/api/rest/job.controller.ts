import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { applyDecorators, Controller, Get, Logger, NotFoundException, Param, Req, Res } from '@nestjs/common';
import {
  ApiExtraModels,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
  getSchemaPath,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { type Caller, callerOf } from '../../access/caller.js';
import { type Job, Jobs } from '../../jobs/jobs.js';
import { SavedReports } from '../../report/run/saved-reports.js';
import type { JobFile } from '../../store/jobs/files.js';
import { REST_PATH } from '../paths.js';
import { isLeft } from '../left.js';
import { ApiAnswer, ApiNotFound, failures } from './answer.docs.js';
import { JOB_EXAMPLE, JobAnswer, toJob } from './job.answer.js';
import { SAVED_REPORT_EXAMPLE, SavedReportAnswer, toSavedReport } from './saved-report.answer.js';

const UNKNOWN = '/api/v1/job/unknown';
const ID = { name: 'id', description: 'Id of the job.', example: JOB_EXAMPLE.id };
const NAME = { name: 'name', description: 'Name of the file.', example: JOB_EXAMPLE.files[0]?.name ?? '' };

/** What is done in the background, and what it made; and the reports that are made again and again. */
@ApiTags('report')
@Controller(REST_PATH)
export class JobController {
  private readonly log = new Logger('jobs');

  constructor(
    private readonly jobs: Jobs,
    private readonly saved: SavedReports,
  ) {}

  @Get('job/:id')
  @ApiOperation({ summary: 'Answers how far a job is, and what it made. It is started by GraphQL.' })
  @ApiParam(ID)
  @ApiAnswer(JobAnswer, 'The job.', JOB_EXAMPLE)
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

  @Get('saved-report')
  @ApiOperation({ summary: 'Lists the saved reports that you see, by name. They are saved by GraphQL.' })
  @applyDecorators(
    ApiExtraModels(SavedReportAnswer),
    ApiOkResponse({
      description: 'The reports.',
      content: {
        'application/json': {
          schema: { type: 'array', items: { $ref: getSchemaPath(SavedReportAnswer) } },
          example: [SAVED_REPORT_EXAMPLE],
        },
      },
    }),
    ...failures('/api/v1/saved-report'),
  )
  async savedReports(@Req() request: Request): Promise<SavedReportAnswer[]> {
    return (await this.saved.list(ofRequest(request))).map(toSavedReport);
  }

  private async send(file: JobFile, response: Response): Promise<void> {
    try {
      await pipeline(Readable.from(whole(this.jobs.read(file)), { objectMode: false }), response);
    } catch (error) {
      if (!isLeft(error)) this.log.error('a file broke off', error instanceof Error ? error.stack : error);
    }
  }

  private async find(id: string, request: Request): Promise<Job> {
    const job = await this.jobs.byId(ofRequest(request), id);
    if (!job) throw new NotFoundException(`There is no job with id "${id}" that you see`);
    return job;
  }
}

function ofRequest(request: Request): Caller {
  const caller = callerOf(request);
  if (!caller) throw new Error('a request of nobody came past the guard');
  return caller;
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

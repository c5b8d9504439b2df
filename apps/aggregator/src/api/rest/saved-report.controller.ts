import { applyDecorators, Controller, Get, NotFoundException, Param, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Jobs } from '../../jobs/jobs.js';
import { SavedReports } from '../../report/run/saved-reports.js';
import { REST_PATH } from '../paths.js';
import { ApiAnswer, ApiNotFound, ApiWhole, failures } from './answer.docs.js';
import { askerOf } from './asker.js';
import { NoParameters } from './no-parameters.js';
import { SAVED_REPORT_EXAMPLE, SavedReportAnswer, toSavedReport } from './saved-report.answer.js';
import { toWholeReport, WHOLE_REPORT_EXAMPLE, WholeSavedReport } from './whole-saved-report.answer.js';

const PATH = '/api/v1/saved-report';
const UNKNOWN = `${PATH}/unknown`;

/** The reports that are made again and again. */
@ApiTags('report')
@Controller(REST_PATH)
export class SavedReportController {
  constructor(
    private readonly saved: SavedReports,
    private readonly jobs: Jobs,
  ) {}

  @Get('saved-report')
  @ApiOperation({ summary: 'Lists the saved reports that you see, by name. They are saved by GraphQL.' })
  @ApiWhole(SavedReportAnswer, 'The reports.', [SAVED_REPORT_EXAMPLE])
  @NoParameters(PATH)
  @applyDecorators(...failures(PATH))
  async savedReports(@Req() request: Request): Promise<SavedReportAnswer[]> {
    return (await this.saved.list(askerOf(request))).map(toSavedReport);
  }

  @Get('saved-report/:id')
  @ApiOperation({ summary: 'Answers one saved report, with what it is of and what came of it last.' })
  @ApiParam({ name: 'id', description: 'Id of the report, from the list.', example: SAVED_REPORT_EXAMPLE.id })
  @ApiAnswer(WholeSavedReport, 'The report.', WHOLE_REPORT_EXAMPLE)
  @NoParameters(UNKNOWN)
  @ApiNotFound(UNKNOWN, 'There is no saved report with id "unknown" that you see')
  async savedReport(@Param('id') id: string, @Req() request: Request): Promise<WholeSavedReport> {
    const caller = askerOf(request);
    const report = await this.saved.byId(caller, id);
    if (!report) throw new NotFoundException(`There is no saved report with id "${id}" that you see`);
    return toWholeReport(report, (await this.jobs.newestOf(caller, [id])).get(id));
  }
}

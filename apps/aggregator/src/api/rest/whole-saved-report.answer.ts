import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { REPORT_KINDS, REPORT_SECTIONS } from '@weir/model';
import type { Job } from '../../jobs/jobs.js';
import type { SavedReport } from '../../report/run/read-saved.js';
import { asFilterJson } from '../graphql/alerts/filter-json.js';
import { JOB_EXAMPLE, JobAnswer, toJob } from './job.answer.js';
import { isoOf, SAVED_REPORT_EXAMPLE, SavedReportAnswer, toSavedReport } from './saved-report.answer.js';

const TEXT = { type: String, nullable: true, example: null } as const;
const MOMENT = { ...TEXT, format: 'date-time' } as const;

@ApiSchema({ name: 'ReportDefinition' })
export class ReportDefinitionAnswer {
  @ApiProperty({ enum: REPORT_KINDS, description: 'What it is about.', example: 'fleet' })
  readonly kind: string;

  @ApiProperty({ ...TEXT, description: 'Id of the host that it is about, or narrowed to.' })
  readonly host: string | null;

  @ApiProperty({ ...TEXT, description: 'Name of the network or service that it is about.' })
  readonly name: string | null;

  @ApiProperty({
    ...{ type: 'object', additionalProperties: true, nullable: true, example: null },
    description: 'Only what passes it: a filter as GraphQL takes it.',
  })
  readonly filter: object | null;

  @ApiProperty({ ...TEXT, description: 'A range of the calendar, if it is one.', example: 'lastMonth' })
  readonly range: string | null;

  @ApiProperty({ ...MOMENT, description: 'Begin of the range, if it is none of the calendar.' })
  readonly from: string | null;

  @ApiProperty({ ...MOMENT, description: 'End of that range, not included; null = until it is made.' })
  readonly to: string | null;

  @ApiProperty({ description: 'Whether figures are compared with the range before.', example: true })
  readonly compare: boolean;

  @ApiProperty({ ...TEXT, description: 'Whose clocks days and times are told by; null = those of its schedule.' })
  readonly timeZone: string | null;

  @ApiProperty({
    ...{ enum: REPORT_SECTIONS, isArray: true, nullable: true, example: null },
    description: 'What a report of kind `custom` is made of.',
  })
  readonly sections: readonly string[] | null;
}

/** A saved report with what it is of, and what came of it last. */
@ApiSchema({ name: 'WholeSavedReport' })
export class WholeSavedReport extends SavedReportAnswer {
  @ApiProperty({ type: ReportDefinitionAnswer, description: 'Which report it is.' })
  readonly input: ReportDefinitionAnswer;

  @ApiProperty({ description: 'When it was saved last.', format: 'date-time', example: '2026-10-19T08:30:00.000Z' })
  readonly updatedAt: string;

  @ApiProperty({
    ...{ type: JobAnswer, nullable: true },
    description: 'What came of it last; null where it was not made yet.',
  })
  readonly lastJob: JobAnswer | null;
}

/** A saved report as REST answers it alone. */
export function toWholeReport(report: SavedReport, lastJob: Job | undefined): WholeSavedReport {
  const { fromMs, toMs, filter, ...rest } = report.definition;
  const input = { ...rest, filter: filter && asFilterJson(filter), from: isoOf(fromMs), to: isoOf(toMs) };
  const updatedAt = report.updatedAt.toISOString();
  return { ...toSavedReport(report), input, updatedAt, lastJob: lastJob ? toJob(lastJob) : null };
}

/** The example of an answer. */
export const WHOLE_REPORT_EXAMPLE: WholeSavedReport = {
  ...SAVED_REPORT_EXAMPLE,
  input: {
    ...{ kind: 'fleet', host: null, name: null, filter: null, range: 'lastMonth', from: null, to: null },
    ...{ compare: true, timeZone: null, sections: null },
  },
  ...{ updatedAt: '2026-10-19T08:30:00.000Z', lastJob: JOB_EXAMPLE },
};

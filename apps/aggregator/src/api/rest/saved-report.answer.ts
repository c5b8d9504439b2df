import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { describeRefusal, REPORT_FORMATS, REPORT_KINDS } from '@weir/model';
import type { SavedReport } from '../../report/run/read-saved.js';

const TEXT = { type: String, nullable: true } as const;
const MOMENT = { ...TEXT, format: 'date-time', example: null } as const;

/** A report that is made again and again. */
@ApiSchema({ name: 'SavedReport' })
export class SavedReportAnswer {
  @ApiProperty({ description: 'Its id.', example: '7c9e6679-7425-40de-944b-e07fc1f90ae7' })
  readonly id: string;

  @ApiProperty({ description: 'What it is called.', example: 'Monthly traffic' })
  readonly name: string;

  @ApiProperty({ enum: REPORT_KINDS, description: 'What it is about.', example: 'fleet' })
  readonly kind: string;

  @ApiProperty({ ...TEXT, description: 'A range of the calendar, if it is one.', example: 'lastMonth' })
  readonly range: string | null;

  @ApiProperty({ ...MOMENT, description: 'Begin of the range, if it is none of the calendar.' })
  readonly from: string | null;

  @ApiProperty({ ...MOMENT, description: 'End of that range, not included; null = until it is made.' })
  readonly to: string | null;

  @ApiProperty({ ...TEXT, description: 'When it is made; null = only when somebody asks.', example: '0 6 1 * *' })
  readonly cron: string | null;

  @ApiProperty({ description: 'Whose clocks it goes by.', example: 'Europe/Berlin' })
  readonly timeZone: string;

  @ApiProperty({ enum: REPORT_FORMATS, isArray: true, description: 'What it is written as.', example: ['pdf'] })
  readonly formats: readonly string[];

  @ApiProperty({ type: [String], description: 'Channels that it is sent by.', example: ['managers'] })
  readonly channels: readonly string[];

  @ApiProperty({ description: 'Whether its schedule is kept.', example: true })
  readonly isEnabled: boolean;

  @ApiProperty({
    ...TEXT,
    format: 'date-time',
    description: 'When it is made next.',
    example: '2026-12-01T05:00:00.000Z',
  })
  readonly nextAt: string | null;

  @ApiProperty({ description: 'Who saved it last.', example: 'ada' })
  readonly madeBy: string;

  @ApiProperty({
    type: [String],
    description: 'Why this version of weir cannot make it, and what to do; empty where it can.',
    example: [],
  })
  readonly faults: readonly string[];
}

/** A saved report as REST answers it. */
export function toSavedReport({
  id,
  name,
  definition,
  schedule,
  isEnabled,
  nextAt,
  madeBy,
  faults,
}: SavedReport): SavedReportAnswer {
  const { cron, timeZone, formats, channels } = schedule;
  const { kind, range, fromMs, toMs } = definition;
  return {
    ...{ id, name, kind, range, from: isoOf(fromMs), to: isoOf(toMs), cron, timeZone, formats, channels, isEnabled },
    ...{ nextAt: isEnabled && nextAt && faults.length === 0 ? nextAt.toISOString() : null, madeBy },
    faults: faults.map(describeRefusal),
  };
}

/** A moment, ms since 1970, as REST answers it. */
export function isoOf(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}

/** The example of an answer. */
export const SAVED_REPORT_EXAMPLE: SavedReportAnswer = {
  ...{ id: '7c9e6679-7425-40de-944b-e07fc1f90ae7', name: 'Monthly traffic', kind: 'fleet', range: 'lastMonth' },
  ...{ from: null, to: null },
  ...{ cron: '0 6 1 * *', timeZone: 'Europe/Berlin', formats: ['pdf'], channels: ['managers'], isEnabled: true },
  ...{ nextAt: '2026-12-01T05:00:00.000Z', madeBy: 'ada', faults: [] },
};

import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type { ReportFormat as FormatName } from '@weir/model';
import { FieldRefusalType, REFUSALS } from '../alerts/refusal.type.js';
import { FilterJson } from '../alerts/json.scalars.js';
import { DateTime } from '../scalars.js';
import { JobType } from './job.type.js';
import { ReportFormat, ReportKind, ReportRange, ReportSection } from './report.enums.js';
import { ReportInput } from './report.input.js';

const NULLABLE = { nullable: true } as const;

@ObjectType('ReportDefinition', { description: 'Which report, as `ReportInput` gives it.' })
export class ReportDefinitionType {
  @Field(() => ReportKind, { description: 'What it is about.' })
  readonly kind: ReportKind;

  @Field(() => ID, { ...NULLABLE, description: 'Id of the host that it is about, or narrowed to.' })
  readonly host: string | null;

  @Field(() => String, { ...NULLABLE, description: 'Name of the network or service that it is about.' })
  readonly name: string | null;

  @Field(() => FilterJson, { ...NULLABLE, description: 'Only what passes it.' })
  readonly filter: object | null;

  @Field(() => ReportRange, { ...NULLABLE, description: 'A range of the calendar.' })
  readonly range: ReportRange | null;

  @Field(() => DateTime, { ...NULLABLE, description: 'Begin of the range.' })
  readonly from: Date | null;

  @Field(() => DateTime, { ...NULLABLE, description: 'End of the range, not included.' })
  readonly to: Date | null;

  @Field(() => Boolean, { description: 'Whether figures are compared with the range before.' })
  readonly compare: boolean;

  @Field(() => String, { ...NULLABLE, description: 'Whose clocks days and times are told by.' })
  readonly timeZone: string | null;

  @Field(() => [ReportSection], { ...NULLABLE, description: 'What a report of kind CUSTOM is made of.' })
  readonly sections: readonly ReportSection[] | null;
}

@ObjectType('ReportSchedule', { description: 'When a saved report is made, and whom it goes to.' })
export class ReportScheduleType {
  @Field(() => String, {
    ...NULLABLE,
    description: 'Minute, hour, day of the month, month, day of the week; null = only when somebody asks.',
  })
  readonly cron: string | null;

  @Field(() => String, { description: 'Whose clocks it goes by.' })
  readonly timeZone: string;

  @Field(() => [ReportFormat], { description: 'What it is written as.' })
  readonly formats: readonly FormatName[];

  @Field(() => [String], { description: 'Names of the channels that it is sent by; none = it is only kept.' })
  readonly channels: readonly string[];
}

@InputType('ReportScheduleInput', { description: 'When a saved report is made, and whom it goes to.' })
export class ReportScheduleInput {
  @Field(() => String, {
    ...NULLABLE,
    description:
      'Minute, hour, day of the month, month, day of the week: `0 6 1 * *` is at six on the first of each month. Every 15 minutes at most. Left out, it is made only when somebody asks.',
  })
  readonly cron?: string | null;

  @Field(() => String, { description: 'Whose clocks it goes by, such as `Europe/Berlin`.' })
  readonly timeZone: string;

  @Field(() => [ReportFormat], { description: 'What it is written as.' })
  readonly formats: FormatName[];

  @Field(() => [String], {
    nullable: true,
    defaultValue: [],
    description: 'Names of the channels that it is sent by: mail, webhook or chat. None = it is only kept.',
  })
  readonly channels?: string[] | null;
}

@InputType('SavedReportInput', { description: 'A report that is made again and again.' })
export class SavedReportInput {
  @Field(() => String, {
    description: '1 to 120 characters, and no other report of those who see the same hosts is called so.',
  })
  readonly name: string;

  @Field(() => ReportInput, { description: 'Which report, of which range.' })
  readonly input: ReportInput;

  @Field(() => ReportScheduleInput, { description: 'When it is made, and whom it goes to.' })
  readonly schedule: ReportScheduleInput;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: 'Whether its schedule is kept.' })
  readonly isEnabled?: boolean | null;
}

@ObjectType('SavedReport', { description: 'A report that is made again and again.' })
export class SavedReportType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => String, { description: 'What it is called.' })
  readonly name: string;

  @Field(() => ReportDefinitionType, { description: 'Which report.' })
  readonly input: ReportDefinitionType;

  @Field(() => ReportScheduleType, { description: 'When it is made, and whom it goes to.' })
  readonly schedule: ReportScheduleType;

  @Field(() => Boolean, { description: 'Whether its schedule is kept.' })
  readonly isEnabled: boolean;

  @Field(() => String, { description: 'Who saved it last: it is made as they see hosts.' })
  readonly madeBy: string;

  @Field(() => DateTime, { description: 'When it was saved last.' })
  readonly updatedAt: Date;

  @Field(() => DateTime, { ...NULLABLE, description: 'When it is made next; null where only somebody has it made.' })
  readonly nextAt: Date | null;

  @Field(() => [FieldRefusalType], {
    description:
      'Why this version of weir cannot make it; empty where it can. `input` and `schedule` are then what could be read: change it, or delete it.',
  })
  readonly faults: readonly FieldRefusalType[];

  @Field(() => JobType, { ...NULLABLE, description: 'What came of it last; null where it was never made.' })
  readonly lastJob: JobType | null;
}

@ObjectType('SavedReportResult', { description: 'A report that was saved, or what is wrong with the form.' })
export class SavedReportResult {
  @Field(() => SavedReportType, { nullable: true, description: 'The report; null where it was not saved.' })
  readonly report: SavedReportType | null;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

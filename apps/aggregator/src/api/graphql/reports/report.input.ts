import { Field, ID, InputType } from '@nestjs/graphql';
import type { ReportAsked } from '../../../report/content/report-asked.js';
import { DateTime } from '../scalars.js';
import { FilterInput } from '../types/filter.input.js';
import { ReportKind, ReportRange, ReportSection } from './report.enums.js';

/** Which report. */
@InputType({ description: 'Which report, of which range.' })
export class ReportInput {
  @Field(() => ReportKind, { description: 'What it is about.' })
  readonly kind: ReportKind;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the host that it is about, or to which a report of any other kind is narrowed.',
  })
  readonly host?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Name of the network, or of the service as `stack/service`, that it is about; or of a workload as `namespace/Deployment/web`, or of a stack.',
  })
  readonly name?: string | null;

  @Field(() => FilterInput, { nullable: true, description: 'Only what passes it.' })
  readonly filter?: FilterInput | null;

  @Field(() => ReportRange, {
    nullable: true,
    description:
      'A range of the calendar; excludes `from` and `to`. Where none of them is given, it is the last month.',
  })
  readonly range?: ReportRange | null;

  @Field(() => DateTime, { nullable: true, description: 'Begin of the range.' })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'End of the range, not included; now where left out.' })
  readonly to?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether figures are compared with the range before.',
  })
  readonly compare?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Whose clocks days and times are told by, such as `Europe/Berlin`; UTC where left out.',
  })
  readonly timeZone?: string | null;

  @Field(() => [ReportSection], { nullable: true, description: 'What a report of kind CUSTOM is made of.' })
  readonly sections?: ReportSection[] | null;
}

/** The report that is asked for; a field given as null means its default. */
export function asReport(input: ReportInput): ReportAsked {
  const { kind, host = null, name = null, filter = null, range = null, timeZone = null, sections = null } = input;
  return {
    ...{ kind, host, name, filter, range, timeZone, sections, compare: input.compare ?? true },
    ...{ fromMs: input.from?.getTime() ?? null, toMs: input.to?.getTime() ?? null },
  };
}

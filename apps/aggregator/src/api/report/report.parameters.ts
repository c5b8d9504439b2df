import { REPORT_KINDS, REPORT_SECTIONS, type ReportKind } from '@weir/model';
import { CALENDAR_RANGES } from '../../calendar/calendar-range.js';
import type { ReportAsked } from '../../report/content/report-asked.js';
import { asFilter, FILTER } from '../rest/parameters/filter.js';
import { choice, choices, moment, text, yesOrNo } from '../rest/parameters/kinds.js';
import type { ValuesOf } from '../rest/parameters/parameter.js';

const { host: _host, includeGone: _includeGone, ...OF_FILTER } = FILTER;

/** What is asked of a report, beside its kind. */
export const REPORT = {
  ...OF_FILTER,
  host: text({
    description: 'Id of the host that it is about, or to which a report of any other kind is narrowed.',
    example: '0f8fad5b-d9cb-469f-a165-70867728950e',
  }),
  name: text({
    description:
      'Name of the network, or of the service as `stack/service`, that it is about; or of a workload as `namespace/Deployment/web`, or of a stack.',
    example: 'shop/api',
  }),
  range: choice({
    description: 'A range of the calendar, by the clocks of `timeZone`; excludes `from` and `to`.',
    ...{ among: CALENDAR_RANGES, byDefault: null },
  }),
  from: moment({
    description: 'Begin of the range; where neither it nor `range` is given, it is the last month.',
    example: '2026-11-01T00:00:00Z',
  }),
  to: moment({ description: 'End of the range; now where left out.', example: '2026-11-20T00:00:00Z' }),
  compare: yesOrNo({ description: 'Whether figures are compared with the range before; they are where left out.' }),
  timeZone: text({
    description: 'Whose clocks days and times are told by; UTC where left out.',
    example: 'Europe/Berlin',
  }),
  sections: choices({
    description: 'What a report of kind `custom` is made of, separated by commas.',
    ...{ among: REPORT_SECTIONS, byDefault: null, example: 'summary,traffic,alerts' },
  }),
} as const;

/** The report that a path and its parameters ask for. */
export function asReport(kind: ReportKind, values: ValuesOf<typeof REPORT>): ReportAsked {
  const { host, name, range, from: fromMs, to: toMs, compare, timeZone, sections, ...filter } = values;
  const asked = Object.values(filter).some((value) => value !== null);
  return {
    ...{ kind, host, name, range, fromMs, toMs, timeZone, sections, compare: compare ?? true },
    filter: asked ? asFilter({ ...filter, host: null, includeGone: null }) : null,
  };
}

/** The kind of a path; undefined of any other text. */
export function kindOf(given: string): ReportKind | undefined {
  return REPORT_KINDS.find((kind) => kind === given);
}

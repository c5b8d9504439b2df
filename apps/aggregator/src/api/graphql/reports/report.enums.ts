import { registerEnumType } from '@nestjs/graphql';
import {
  REPORT_FORMATS,
  REPORT_KINDS,
  REPORT_SECTIONS,
  type ReportFormat as FormatName,
  type ReportKind as KindName,
  type ReportSection as SectionName,
} from '@weir/model';
import { CALENDAR_RANGES, type CalendarRange } from '../../../calendar/calendar-range.js';

/** `last7Days` → `LAST_7_DAYS`. */
const enumName = (name: string): string => name.replace(/[A-Z]|\d+/g, (part) => `_${part}`).toUpperCase();

/** Names as GraphQL writes them, with those of the store. */
function enumOf<Name extends string>(names: readonly Name[]): Readonly<Record<string, Name>> {
  return Object.fromEntries(names.map((name) => [enumName(name), name]));
}

function described(texts: Readonly<Record<string, string>>): Record<string, { description: string }> {
  return Object.fromEntries(Object.entries(texts).map(([name, description]) => [enumName(name), { description }]));
}

const OF_KINDS: Readonly<Record<KindName, string>> = {
  fleet: 'All hosts: totals, who carried most, links, alerts, patterns, changes.',
  host: 'One host.',
  network: 'One network, on all hosts that it is on.',
  service: 'One service, workload or stack, on all hosts.',
  capacity: 'How full links are, and when they will be.',
  quota: 'How much of each quota is used.',
  alerts: 'What fired, for how long, and how soon it was over.',
  talkers: 'Who received and transmitted most.',
  changes: 'What happened, the newest first.',
  custom: 'The sections that are named.',
};
export const ReportKind = enumOf(REPORT_KINDS);
export type ReportKind = KindName;
registerEnumType(ReportKind, {
  name: 'ReportKind',
  description: 'What a report is about.',
  valuesMap: described(OF_KINDS),
});

const OF_SECTIONS: Readonly<Record<SectionName, string>> = {
  summary: 'What matters most, as figures and in words.',
  traffic: 'How traffic went: by time, by days, by hours of the week.',
  hosts: 'The hosts that carried most.',
  networks: 'The networks that carried most.',
  services: 'The services and workloads that carried most.',
  containers: 'The containers that carried most.',
  interfaces: 'The interfaces that carried most, and how busy their links were.',
  errors: 'Where packets had errors or were dropped.',
  capacity: 'How full links are, and when they will be.',
  quotas: 'How much of each quota is used.',
  alerts: 'What fired.',
  patterns: 'What the analysis found.',
  changes: 'Deploys, changes of configuration, and notes.',
  coverage: 'Where the data has gaps.',
};
export const ReportSection = enumOf(REPORT_SECTIONS);
export type ReportSection = SectionName;
registerEnumType(ReportSection, {
  name: 'ReportSection',
  description: 'A part of a report.',
  valuesMap: described(OF_SECTIONS),
});

export const ReportRange = enumOf(CALENDAR_RANGES);
export type ReportRange = CalendarRange;
registerEnumType(ReportRange, {
  name: 'ReportRange',
  description:
    'A range of the calendar, by the clocks of a time zone. `LAST_DAY` to `LAST_YEAR` are whole ones that are over, `THIS_…` go on until ' +
    'now, the rest end now. Weeks begin on Mondays.',
});

export const ReportFormat = enumOf(REPORT_FORMATS);
export type ReportFormat = FormatName;
registerEnumType(ReportFormat, { name: 'ReportFormat', description: 'What a report is written as.' });

import type { MomentRange } from './moment-range.js';

/** What a report may be about. `custom` says the sections that were asked for. */
export const REPORT_KINDS = [
  'fleet',
  'host',
  'network',
  'service',
  'capacity',
  'quota',
  'alerts',
  'talkers',
  'changes',
  'custom',
] as const;
export type ReportKind = (typeof REPORT_KINDS)[number];

/** The sections that a custom report is put together from, in the order in which they are told. */
export const REPORT_SECTIONS = [
  'summary',
  'traffic',
  'hosts',
  'networks',
  'services',
  'containers',
  'interfaces',
  'errors',
  'capacity',
  'quotas',
  'alerts',
  'patterns',
  'changes',
  'coverage',
] as const;
export type ReportSection = (typeof REPORT_SECTIONS)[number];

/** What a report is written as. */
export const REPORT_FORMATS = ['pdf', 'csv', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** What the numbers of a figure, a column or a chart are. `percent` runs from 0 to 100; `time` is milliseconds since 1970; `seconds` and `milliseconds` are lengths of time. */
export const REPORT_UNITS = [
  'text',
  'count',
  'bytes',
  'bytesPerSecond',
  'packets',
  'packetsPerSecond',
  'percent',
  'seconds',
  'milliseconds',
  'time',
  'money',
] as const;
export type ReportUnit = (typeof REPORT_UNITS)[number];

/** `null` is what is not known: it is shown as "unknown", never as 0. A whole number beyond 2^53 is a decimal string. Text comes from hosts, and may be anything. */
export type ReportCell = string | number | null;

export interface ReportHead extends MomentRange {
  v: 1;
  kind: ReportKind;
  title: string;
  /** One sentence: what is told of, and how it was made. */
  about: string;
  madeAtMs: number;
  /** The IANA zone in which times are shown, and in which days begin. */
  timeZone: string;
  /** The range that figures are compared with, where that was asked for. */
  before: MomentRange | null;
  /** Whether nothing is known of this range: the blocks then say so, and little else. */
  isEmpty: boolean;
}

export interface ReportFigure {
  label: string;
  unit: ReportUnit;
  /** ISO 4217, of money. */
  currency?: string;
  value: ReportCell;
  /** The same of the range before; left out where nothing is compared. */
  before?: ReportCell;
  note: string | null;
}

export interface ReportColumn {
  name: string;
  label: string;
  unit: ReportUnit;
  /** ISO 4217, of money. */
  currency?: string;
}

export interface ReportLine {
  name: string;
  values: (number | null)[];
  /** The same of the range before, moment by moment. */
  before?: (number | null)[];
}

/** A value that must not be passed, drawn as a line across a chart. */
export interface ReportLimit {
  label: string;
  value: number;
}

/** Level 1 begins a page, and stands in the table of contents. */
export interface SectionBlock {
  type: 'section';
  id: string;
  title: string;
  level: 1 | 2;
}

export interface TextBlock {
  type: 'text';
  text: string;
  tone: 'plain' | 'note' | 'warning';
}

export interface FiguresBlock {
  type: 'figures';
  items: ReportFigure[];
}

export interface TableBlock {
  type: 'table';
  id: string;
  title: string | null;
  columns: ReportColumn[];
  rows: ReportCell[][];
  note: string | null;
}

/** `null` among the values is a gap. `atMs` says when each step begins; all lines have a value for each. */
export interface LinesBlock {
  type: 'lines';
  id: string;
  title: string;
  unit: ReportUnit;
  atMs: number[];
  lines: ReportLine[];
  limit: ReportLimit | null;
  isStacked: boolean;
}

export interface BarsBlock {
  type: 'bars';
  id: string;
  title: string;
  unit: ReportUnit;
  bars: { name: string; values: { label: string; value: number | null }[] }[];
  limit: ReportLimit | null;
}

export interface SharesBlock {
  type: 'shares';
  id: string;
  title: string;
  unit: ReportUnit;
  parts: { name: string; value: number }[];
}

export interface HeatBlock {
  type: 'heat';
  id: string;
  title: string;
  unit: ReportUnit;
  columns: string[];
  rows: { name: string; values: (number | null)[] }[];
}

export type ReportBlock =
  SectionBlock | TextBlock | FiguresBlock | TableBlock | LinesBlock | BarsBlock | SharesBlock | HeatBlock;

/** A report as it is made: blocks come one after the other, so that none is as large as memory. */
export interface Report {
  head: ReportHead;
  blocks: AsyncIterable<ReportBlock>;
}

/** A report as one document: the JSON file, and what the dashboard shows. */
export interface WholeReport {
  head: ReportHead;
  blocks: ReportBlock[];
}

import type { LocationQuery } from 'vue-router';
import type { Failure } from '../../api/index.js';
import type { ReportInput } from '../../api/operations/reports.js';
import type { FieldRefusal } from '../../components/form/refusals.js';
import { fromLocalField, toLocalField } from '../../format/time.js';
import { isZone, zoneName } from '../../format/zone.js';
import { anyText, listOf, oneOf, such, unreadAddress, zoneText } from '../unread-address.js';
import { KINDS, RANGES, SECTIONS } from './words.js';

type Kind = (typeof KINDS)[number]['value'];
type Section = (typeof SECTIONS)[number]['value'];

/** A report as its form holds it. */
export interface ReportForm {
  readonly kind: Kind;
  /** Id of the host; null = none was chosen. */
  readonly host: string | null;
  /** As it is typed. */
  readonly hostName: string;
  readonly name: string;
  /** A range of the calendar, or that of the two fields. */
  readonly range: (typeof RANGES)[number]['value'] | 'BETWEEN';
  /** As fields hold them: by the clocks of the page. */
  readonly from: string;
  readonly to: string;
  readonly compare: boolean;
  readonly timeZone: string;
  /** Of a report of one's own. */
  readonly sections: readonly Section[];
}

/** What most reports are: the whole fleet, last month, by one's own clocks. */
export function newReport(): ReportForm {
  return {
    ...{ kind: 'FLEET', host: null, hostName: '', name: '', range: 'LAST_MONTH', from: '', to: '' },
    ...{ compare: true, timeZone: zoneName(), sections: [] },
  };
}

/** What kinds are about one thing that is named. */
export function isNamed(kind: Kind): boolean {
  return kind === 'NETWORK' || kind === 'SERVICE';
}

/** What is missing before anybody can be asked. */
export function refusalsOf(form: ReportForm): FieldRefusal[] {
  const found: FieldRefusal[] = [];
  const refuse = (field: string, reason: string): void => void found.push({ field, reason });
  if (form.kind === 'HOST' && !hostOf(form)) refuse('host', 'must be that of one');
  if (isNamed(form.kind) && form.name.trim() === '') refuse('name', 'must be that of one');
  if (form.kind === 'CUSTOM' && form.sections.length === 0) refuse('sections', 'must be one at least');
  if (!isZone(form.timeZone.trim())) refuse('timeZone', 'must be a time zone, such as Europe/Berlin');
  if (form.range !== 'BETWEEN') return found;
  const [fromMs, toMs] = [fromLocalField(form.from), fromLocalField(form.to)];
  if (Number.isNaN(fromMs)) refuse('from', 'must be a time');
  if (Number.isNaN(toMs)) refuse('to', 'must be a time');
  if (fromMs >= toMs) refuse('to', 'must be after From');
  return found;
}

/** A report as the API takes it. */
export function reportInputOf(form: ReportForm): ReportInput {
  const isBetween = form.range === 'BETWEEN';
  return {
    kind: form.kind,
    host: hostOf(form),
    name: isNamed(form.kind) ? form.name.trim() : null,
    range: form.range === 'BETWEEN' ? null : form.range,
    from: isBetween ? momentOf(form.from) : null,
    to: isBetween ? momentOf(form.to) : null,
    compare: form.compare,
    timeZone: form.timeZone.trim(),
    sections: form.kind === 'CUSTOM' ? [...form.sections] : null,
  };
}

/** The same as the address of the page holds it; what is usual is left out. */
export function queryOf(form: ReportForm): Record<string, string> {
  const { kind, host, name, range, from, to, compare, timeZone, sections } = reportInputOf(form);
  return textsOf({
    ...{ kind: kind.toLowerCase(), host, name, over: range?.toLowerCase(), from, to },
    ...{ compare: compare ? null : 'no', zone: timeZone, sections: sections?.join(',').toLowerCase() },
  });
}

/** Where the same can be had as a file. */
export function filePath(form: ReportForm, format: 'pdf' | 'csv' | 'json'): string {
  const { kind, host, name, range, from, to, compare, timeZone, sections } = reportInputOf(form);
  const query = new URLSearchParams(
    textsOf({
      ...{ host, name, range: range && camel(range), from, to, timeZone },
      ...{ compare: String(compare), sections: sections?.join(',').toLowerCase() },
    }),
  );
  return `/api/v1/report/${kind.toLowerCase()}.${format}?${query.toString()}`;
}

/** The form of such an address; what makes no sense in it is as in a new one. */
export function formOf(query: LocationQuery): ReportForm {
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name] : '');
  const usual = newReport();
  const among = <T extends string>(options: readonly { readonly value: T }[], given: string): T | undefined =>
    options.find(({ value }) => value === given.toUpperCase())?.value;
  const [fromMs, toMs] = [Date.parse(text('from')), Date.parse(text('to'))];
  const isBetween = fromMs < toMs;
  return {
    kind: among(KINDS, text('kind')) ?? usual.kind,
    ...{ host: text('host') || null, hostName: text('host'), name: text('name') },
    range: isBetween ? 'BETWEEN' : (among(RANGES, text('over')) ?? usual.range),
    from: isBetween ? toLocalField(fromMs) : '',
    to: isBetween ? toLocalField(toMs) : '',
    compare: text('compare') !== 'no',
    timeZone: isZone(text('zone')) ? text('zone') : usual.timeZone,
    sections: text('sections')
      .split(',')
      .flatMap((each) => among(SECTIONS, each) ?? []),
  };
}

/** What such an address asks that is not known; null where all is. */
export function unreadOf(query: LocationQuery): Failure | null {
  const { from, to } = query;
  const moment = such((text) => !Number.isNaN(Date.parse(text)), 'a time, such as 2026-11-21T14:00:00Z');
  const end = such((text) => !(Date.parse(String(from)) >= Date.parse(text)), 'after from');
  return unreadAddress(query, {
    ...{ kind: oneOf(KINDS), host: anyText, name: anyText, over: oneOf(RANGES) },
    from: (text) => moment(text) ?? (to ? null : 'is without to'),
    to: (text) => moment(text) ?? (from ? end(text) : 'is without from'),
    compare: oneOf([{ value: 'yes' }, { value: 'no' }]),
    ...{ zone: zoneText, sections: listOf(oneOf(SECTIONS), ',') },
  });
}

/** A name that was typed and not chosen is left to the API to refuse. */
function hostOf({ host, hostName }: ReportForm): string | null {
  return host ?? (hostName.trim() || null);
}

function momentOf(field: string): string {
  return new Date(fromLocalField(field)).toISOString();
}

function camel(word: string): string {
  return word.toLowerCase().replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

function textsOf(parts: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parts).flatMap(([name, text]) => (text ? [[name, text]] : [])));
}

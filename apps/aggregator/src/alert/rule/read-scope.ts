import { INTERFACE_CLASSES, LINK_STATES, type Refusal } from '@weir/model';
import type { Filter, LabelMatch } from '../../query/filter.js';
import { refusalOfFilter } from '../../query/filter.js';
import { LABEL_FIELDS, TEXT_FIELDS } from '../../query/filter-fields.js';
import { HOST_STATES } from '../../query/host-state.js';
import type { TextMatch } from '../../query/text-match.js';
import { Reader } from './reader.js';

const MOST_VALUES = 5_000;
const MOST_LABELS = 20;
const MOST_CHARACTERS = 255;

/** The filter of the API, as people write it into a file; what it means is decided where the API's is. */
export function readScope(rule: Reader, field: string, faults: Refusal[]): Filter {
  const fields = rule.object(field);
  if (!fields) return {};
  const scope: Record<string, unknown> = {};
  const keep = (name: string, read: () => unknown): void => {
    if (fields.has(name)) scope[name] = read();
  };
  keep('hosts', () => fields.texts('hosts', MOST_VALUES, MOST_CHARACTERS));
  keep('hostStates', () => fields.listOf('hostStates', HOST_STATES));
  keep('classes', () => fields.listOf('classes', INTERFACE_CLASSES));
  keep('linkStates', () => fields.listOf('linkStates', LINK_STATES));
  for (const name of ['uplink', 'includeGone']) keep(name, () => fields.flag(name, false));
  keep('text', () => fields.text('text', MOST_CHARACTERS));
  keep('addresses', () => readAddresses(fields));
  for (const name of TEXT_FIELDS) keep(name, () => readMatch(fields.object(name)));
  for (const name of LABEL_FIELDS)
    keep(name, () => fields.list(name, MOST_LABELS, (value, path) => readLabel(value, path, faults)));
  fields.end();
  const refusal = refusalOfFilter(scope);
  if (refusal) faults.push({ ...refusal, field: refusal.field.replace(/^filter/, rule.nameOf(field)) });
  return scope;
}

function readAddresses(fields: Reader): unknown {
  const match = fields.object('addresses');
  if (!match) return null;
  const read = {
    ...given(match, ['eq', 'inSubnet']),
    ...(match.has('in') ? { in: match.texts('in', MOST_VALUES, 64) } : {}),
  };
  match.end();
  return read;
}

function readMatch(match: Reader | null): TextMatch {
  if (!match) return {};
  const read: Record<string, unknown> = given(match, ['eq', 'ne', 'contains', 'glob']);
  for (const name of ['in', 'notIn']) {
    if (match.has(name)) read[name] = match.texts(name, MOST_VALUES, MOST_CHARACTERS);
  }
  match.end();
  return read;
}

function readLabel(value: unknown, path: string, faults: Refusal[]): LabelMatch {
  const label = Reader.of(value, path, faults);
  if (!label) return { key: '' };
  return { key: label.text('key', MOST_CHARACTERS), ...readMatch(label) };
}

function given(match: Reader, names: readonly string[]): Record<string, string> {
  const texts = names.map((name) => [name, match.optionalText(name, MOST_CHARACTERS)] as const);
  return Object.fromEntries(texts.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

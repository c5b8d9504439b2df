import type { Refusal } from '@weir/model';
import { refusalOfTemplate } from '../message/template.js';
import { LEVELS } from './figures.js';
import { readCondition } from './read-condition.js';
import { Reader } from './reader.js';
import { readScope } from './read-scope.js';
import { type Condition, type Grouping, GROUPINGS, type Rule, SEVERITIES } from './rule.js';
import type { Level } from './figures.js';

/** A rule, or all that is wrong with what was to become one. */
export type ReadRule =
  { readonly ok: true; readonly rule: Rule } | { readonly ok: false; readonly refusals: readonly Refusal[] };

const ID = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const DAY_SECONDS = 86_400;
const WHILE_A_CHANGE_IS_NEW_SECONDS = 900;

/** Reads a rule as the API and files give it. `path` is where it stands, for the names of fields. */
export function readRule(given: unknown, path = ''): ReadRule {
  const refusals: Refusal[] = [];
  const fields = Reader.of(given, path, refusals);
  if (!fields) return { ok: false, refusals };
  const per = fields.oneOf('per', LEVELS);
  const condition = readCondition(fields, fields.get('per') === per ? per : null);
  const rule: Rule = {
    id: readId(fields),
    name: fields.text('name', 120),
    isEnabled: fields.flag('enabled', true),
    severity: fields.oneOf('severity', SEVERITIES, 'warning'),
    condition,
    per,
    scope: readScope(fields, 'scope', refusals),
    forSeconds: fields.number('forSeconds', { least: 0, most: 7 * DAY_SECONDS, unit: 'seconds' }, 0),
    keepFiringSeconds: fields.number(
      'keepFiringSeconds',
      { least: 0, most: 7 * DAY_SECONDS, unit: 'seconds' },
      keepOf(condition),
    ),
    labels: readLabels(fields),
    runbookUrl: readRunbook(fields),
    groupBy: fields.oneOf('groupBy', GROUPINGS, groupingOf(per)),
    channels: fields.texts('channels', 20, 120),
    message: readMessage(fields),
  };
  refuseUseless(fields, rule);
  fields.end();
  return refusals.length === 0 ? { ok: true, rule } : { ok: false, refusals };
}

/** A rule as it is written down: what is as it would be anyway is left out. */
export function writeRule(rule: Rule): Record<string, unknown> {
  const { kind, ...condition } = rule.condition;
  const written: Record<string, unknown> = {
    id: rule.id,
    name: rule.name,
    ...(rule.isEnabled ? {} : { enabled: false }),
    severity: rule.severity,
    per: rule.per,
    [kind]: Object.fromEntries(
      Object.entries(condition).filter(([name, value]) => value !== null && !isUsual(name, value)),
    ),
  };
  if (Object.keys(rule.scope).length > 0) written['scope'] = rule.scope;
  if (rule.forSeconds > 0) written['forSeconds'] = rule.forSeconds;
  if (rule.keepFiringSeconds !== keepOf(rule.condition)) written['keepFiringSeconds'] = rule.keepFiringSeconds;
  if (Object.keys(rule.labels).length > 0) written['labels'] = rule.labels;
  if (rule.runbookUrl !== null) written['runbookUrl'] = rule.runbookUrl;
  if (rule.groupBy !== groupingOf(rule.per)) written['groupBy'] = rule.groupBy;
  if (rule.channels.length > 0) written['channels'] = rule.channels;
  if (rule.message !== null) written['message'] = rule.message;
  return written;
}

function isUsual(name: string, value: unknown): boolean {
  return (name === 'floor' && value === 0) || (Array.isArray(value) && value.length === 0);
}

function readId(fields: Reader): string {
  const id = fields.text('id', 64);
  if (id !== '' && !ID.test(id))
    fields.refuse('id', 'must be lower-case letters, digits and single hyphens, such as link-full');
  return id;
}

function readLabels(fields: Reader): Record<string, string> {
  const labels = fields.dictionary('labels', 20);
  for (const name of Object.keys(labels)) {
    if (!LABEL_NAME.test(name))
      fields.refuse(`labels.${name}`, 'must be named by letters, digits and _, not beginning with a digit');
  }
  return labels;
}

function readRunbook(fields: Reader): string | null {
  const url = fields.optionalText('runbookUrl', 2_000);
  if (url !== null && !/^https?:\/\//i.test(url))
    fields.refuse('runbookUrl', 'must be a link that begins with https:// or http://');
  else if (url !== null && !URL.canParse(url))
    fields.refuse('runbookUrl', 'is no link: look for spaces and missing parts');
  return url;
}

function readMessage(fields: Reader): string | null {
  const message = fields.optionalText('message', 2_000);
  const refusal = message === null ? null : refusalOfTemplate(message);
  if (refusal) fields.refuse('message', refusal);
  return message;
}

function refuseUseless(fields: Reader, { condition, forSeconds, per }: Rule): void {
  const isTold = condition.kind === 'change' || condition.kind === 'pattern';
  if (isTold && forSeconds > 0)
    fields.refuse('forSeconds', `must be 0: a ${condition.kind} is told of once, as it happens`);
  if (isTold && (per === 'fleet' || per === 'quota'))
    fields.refuse('per', `must be what the ${condition.kind} is of: interface, container, network or host`);
}

function keepOf({ kind }: Condition): number {
  return kind === 'change' ? WHILE_A_CHANGE_IS_NEW_SECONDS : 0;
}

function groupingOf(per: Level): Grouping {
  if (per === 'fleet') return 'rule';
  if (per === 'network') return 'network';
  if (per === 'quota') return 'subject';
  return per === 'service' || per === 'stack' || per === 'workload' ? 'service' : 'host';
}

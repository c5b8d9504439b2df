import { bytesText, durationText, numberText } from '../../analyse/pattern/wording.js';
import type { Alert } from '../lifecycle/alert.js';
import { figureOf } from '../rule/figures.js';
import { limitOf, type Rule } from '../rule/rule.js';
import { nameText } from './plain.js';
import { filled, type TemplateValues } from './template.js';

/** How an alert and its rule are put into words; times of day by the clocks of a place. */
export interface Wording {
  readonly timeZone: string;
}

/** What is wrong, in a sentence. */
export function sentenceOf(alert: Alert, rule: Rule, wording: Wording): string {
  if (rule.message !== null) return filled(rule.message, valuesOf(alert, rule, wording));
  if (alert.text !== null) return alert.text;
  const limit = limitOf(rule.condition);
  const whom = whomText(alert);
  if (limit === null) return `${whom}: ${nameText(rule.name)}`;
  switch (rule.condition.kind) {
    case 'absence':
      return alert.subject.level === 'fleet'
        ? 'no host sends data any more'
        : `${whom} has sent nothing for ${durationText(alert.value ?? limit.limit)}`;
    case 'anomaly':
      return `${whom} behaves as it hardly ever does (${figureOf(limit.figure).name} ${(alert.value ?? limit.limit).toFixed(4)})`;
    case 'forecast':
      return `the link of ${whom} is full in about ${numberText(Math.max(0, alert.value ?? limit.limit))} days`;
    default:
      return `${whom}: ${figureText(rule)} ${valueText(alert.value, rule)}, ${limit.isAbove ? 'above' : 'below'} ${valueText(limit.limit, rule)}`;
  }
}

/** What the alert is of, with its host. */
export function whomText({ subject }: Alert): string {
  const name = nameText(subject.name);
  const host = subject.hostName === null ? '' : nameText(subject.hostName);
  return host === '' || subject.level === 'host' ? name : `${name} on ${host}`;
}

/** What the rule looks at. */
export function figureText(rule: Rule): string {
  const limit = limitOf(rule.condition);
  if (limit === null) return rule.condition.kind;
  const { name } = figureOf(limit.figure);
  return limit.ofFigure === null ? name : `${name}, of ${figureOf(limit.ofFigure).name}`;
}

/** A value in the unit of what the rule looks at. */
export function valueText(value: number | null, rule: Rule): string {
  const limit = limitOf(rule.condition);
  if (value === null || !Number.isFinite(value)) return 'unknown';
  if (limit === null) return numberText(value);
  const unit = limit.ofFigure === null ? figureOf(limit.figure).unit : '%';
  if (unit === 'B' || unit === 'B/s') return `${bytesText(value)}${unit.slice(1)}`;
  if (unit === 's') return durationText(value);
  return unit === '' ? numberText(value) : unit === '/s' ? `${numberText(value)}/s` : `${numberText(value)} ${unit}`;
}

/** One of a zone is made once: to make one takes longer than all else of a message of hundreds of alerts. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** A day and a time, with its zone. */
export function momentText(atMs: number, { timeZone }: Wording): string {
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat('en-GB', { ...SHOWN, timeZone });
  formats.set(timeZone, format);
  return format.format(atMs);
}

const SHOWN = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
} as const;

/** How long something has lasted. */
export function lastedText(fromMs: number, untilMs: number): string {
  return durationText(Math.max(0, untilMs - fromMs) / 1_000);
}

function valuesOf(alert: Alert, rule: Rule, wording: Wording): TemplateValues {
  const { subject, severity, firedMs, sinceMs } = alert;
  const labels = Object.entries(rule.labels).map(([name, value]) => [name, nameText(value)] as const);
  return {
    rule: nameText(rule.name),
    severity,
    subject: nameText(subject.name),
    host: nameText(subject.hostName ?? ''),
    network: nameText(subject.network ?? ''),
    service: nameText(subject.service ?? ''),
    figure: figureText(rule),
    value: valueText(alert.value, rule),
    limit: valueText(limitOf(rule.condition)?.limit ?? null, rule),
    since: momentText(firedMs ?? sinceMs, wording),
    labels: Object.fromEntries(labels),
  };
}

import type { Alert, Incident } from '../lifecycle/alert.js';
import { rankOf } from '../lifecycle/incident-book.js';
import type { Outgoing, OutgoingKind } from '../notify/channel-plan.js';
import type { Rule, Severity } from '../rule/rule.js';
import { linesText, nameText } from './plain.js';
import type { Attachment, ReportNews } from './report-message.js';
import { lastedText, momentText, sentenceOf, whomText, type Wording } from './wording.js';

/** Programs that take messages want each alert; more than these are counted, and found by the link. */
const MOST_ITEMS = 1_000;
/** People want to read a message to its end. */
const MOST_SHOWN = 20;
const MOST_NAMES = 3;

/** What a message tells of one alert. All texts are plain: who writes HTML or Markdown escapes them. */
export interface Item {
  readonly alertId: string;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly subject: string;
  readonly host: string | null;
  readonly sentence: string;
  readonly sinceMs: number;
  readonly endedMs: number | null;
  /** "since 12 Nov, 10:00", "for 4 min". */
  readonly time: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly runbookUrl: string | null;
  readonly value: number | null;
}

/** A message as every channel takes it. */
export interface Message {
  /** The same however often it is sent: what was received twice can be told by it. */
  readonly id: string;
  readonly kind: OutgoingKind | 'report';
  readonly threads: readonly string[];
  readonly severity: Severity;
  readonly atMs: number;
  /** One line. */
  readonly title: string;
  readonly items: readonly Item[];
  /** How many more there are. */
  readonly moreCount: number;
  /** The incident, or all of them, in the dashboard; null where its address is not known. */
  readonly url: string | null;
  /** What is told in the place of alerts, of a report. */
  readonly report?: ReportNews;
  /** Of a mail that carries files. */
  readonly attachments?: readonly Attachment[];
}

/** An incident with its alerts. */
export interface Told {
  readonly incident: Incident;
  readonly alerts: readonly Alert[];
}

export interface Setting extends Wording {
  /** Of the dashboard, as people reach it; null = not known. */
  readonly baseUrl: string | null;
}

/** Makes the message of what a channel is to be told. */
export function messageOf(
  outgoing: Outgoing,
  told: readonly Told[],
  rules: ReadonlyMap<string, Rule>,
  setting: Setting,
): Message {
  const alerts = told.flatMap((each) => each.alerts).filter((alert) => alert.firedMs !== null);
  const meant = outgoing.kind === 'resolved' || outgoing.kind === 'partly resolved' ? alerts : preferOpen(alerts);
  const sorted = [...newestOfEach(meant)].sort(
    (one, other) => rankOf(other.severity) - rankOf(one.severity) || (one.firedMs ?? 0) - (other.firedMs ?? 0),
  );
  const items = sorted
    .slice(0, MOST_ITEMS)
    .map((alert) => itemOf(alert, rules.get(alert.ruleId), outgoing.atMs, setting));
  const severity = sorted[0]?.severity ?? 'info';
  return {
    id: outgoing.id,
    kind: outgoing.kind,
    threads: outgoing.threads,
    severity,
    atMs: outgoing.atMs,
    title: titleOf(outgoing.kind, severity, sorted, rules, setting),
    items,
    moreCount: sorted.length - items.length,
    url: urlOf(told, setting),
  };
}

/** What people are shown of a message. */
export function shownOf({ items, moreCount }: Message): Pick<Message, 'items' | 'moreCount'> {
  const shown = items.slice(0, MOST_SHOWN);
  return { items: shown, moreCount: moreCount + items.length - shown.length };
}

/** A message that only shows that the channel works. */
export function testMessage(id: string, atMs: number, { baseUrl }: Setting): Message {
  const title = 'Test from weir: this channel works';
  return { id, kind: 'resolved', threads: [], severity: 'info', atMs, title, items: [], moreCount: 0, url: baseUrl };
}

function preferOpen(alerts: readonly Alert[]): readonly Alert[] {
  const open = alerts.filter(({ state, silencedBy }) => state !== 'resolved' && silencedBy === null);
  return open.length > 0 ? open : alerts;
}

/** What fired again and again is one line. */
function newestOfEach(alerts: readonly Alert[]): Iterable<Alert> {
  return new Map(
    alerts.map((alert) => [`${alert.ruleId}\n${alert.subject.level}\n${alert.subject.key}`, alert]),
  ).values();
}

function itemOf(alert: Alert, rule: Rule | undefined, nowMs: number, setting: Setting): Item {
  const sinceMs = alert.firedMs ?? alert.sinceMs;
  const lasted = lastedText(sinceMs, alert.resolvedMs ?? nowMs);
  return {
    alertId: alert.id,
    ruleId: alert.ruleId,
    severity: alert.severity,
    subject: nameText(alert.subject.name),
    host: alert.subject.hostName === null ? null : nameText(alert.subject.hostName),
    sentence: linesText(rule ? sentenceOf(alert, rule, setting) : `${whomText(alert)}: ${alert.ruleId}`),
    sinceMs,
    endedMs: alert.resolvedMs,
    time:
      alert.resolvedMs === null
        ? `since ${momentText(sinceMs, setting)}`
        : `${momentText(sinceMs, setting)}, for ${lasted}${endText(alert)}`,
    labels: rule?.labels ?? {},
    runbookUrl: rule?.runbookUrl ?? null,
    value: alert.value,
  };
}

function endText({ resolution }: Alert): string {
  return resolution === null || resolution === 'over' ? '' : `; ${resolution}`;
}

function titleOf(
  kind: OutgoingKind,
  severity: Severity,
  alerts: readonly Alert[],
  rules: ReadonlyMap<string, Rule>,
  setting: Setting,
): string {
  const [first] = alerts;
  const head = HEADS[kind](severity);
  if (!first) return `${head}: what it was of is forgotten`;
  const rule = rules.get(first.ruleId);
  if (alerts.length === 1) return nameLine(`${head}: ${rule ? sentenceOf(first, rule, setting) : whomText(first)}`);
  const ruleIds = new Set(alerts.map(({ ruleId }) => ruleId));
  const what = ruleIds.size === 1 && rule ? nameText(rule.name) : `${ruleIds.size} rules`;
  return nameLine(`${head}: ${what}, ${alerts.length} alerts, ${namesText(alerts)}`);
}

/** Whole names, but one line however long they are together. */
function nameLine(text: string): string {
  return [...linesText(text).replaceAll('\n', ' ')].slice(0, 200).join('');
}

function namesText(alerts: readonly Alert[]): string {
  const names = [...new Set(alerts.map(({ subject }) => nameText(subject.hostName ?? subject.name)))];
  const shown = names.slice(0, MOST_NAMES).join(', ');
  return names.length > MOST_NAMES ? `${shown} and ${names.length - MOST_NAMES} more` : shown;
}

const HEADS: Readonly<Record<OutgoingKind, (severity: Severity) => string>> = {
  opened: upper,
  worse: (severity) => `${upper(severity)}, more trouble`,
  flapping: (severity) => `${upper(severity)}, comes and goes`,
  reminder: (severity) => `${upper(severity)}, still there`,
  resolved: () => 'Over',
  'partly resolved': () => 'Partly over',
};

function upper(severity: Severity): string {
  return `${severity.charAt(0).toUpperCase()}${severity.slice(1)}`;
}

function urlOf(told: readonly Told[], { baseUrl }: Setting): string | null {
  if (baseUrl === null) return null;
  const base = baseUrl.replace(/\/+$/, '');
  const [only] = told;
  return told.length === 1 && only
    ? `${base}/alerts?incident=${encodeURIComponent(only.incident.id)}`
    : `${base}/alerts`;
}

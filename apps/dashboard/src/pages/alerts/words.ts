import type { AlertRow, AlertSubject, AlertSummary, Severity } from '../../api/operations/alerts.js';
import type { Chip } from '../../composables/chips.js';
import type { Entity } from '../../composables/entity.js';
import { formatCount } from '../../format/count.js';
import { formatAge } from '../../format/time.js';

export type { Severity } from '../../api/operations/alerts.js';

/** The worst first. */
export const SEVERITIES: readonly Severity[] = ['CRITICAL', 'WARNING', 'INFO'];
export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  CRITICAL: 'Critical',
  WARNING: 'Warning',
  INFO: 'Info',
};
const RESOLUTION_WORDS: Readonly<Record<NonNullable<AlertRow['resolution']>, string>> = {
  OVER: '',
  GONE: 'what it was of is gone',
  STOPPED_ON_PURPOSE: 'stopped on purpose',
  RULE_REMOVED: 'its rule was removed or switched off',
};

/** What an alert is of, as something with a page; null of the whole fleet. */
export function entityOf({
  level,
  key,
  name,
  hostId,
  interfaceId,
  containerId,
  network,
  service,
}: AlertSubject): Entity | null {
  switch (level) {
    case 'HOST':
      return { kind: 'host', id: hostId ?? key, name };
    case 'INTERFACE':
      return { kind: 'interface', id: interfaceId ?? key, name };
    case 'CONTAINER':
      return { kind: 'container', id: containerId ?? key, name };
    case 'NETWORK':
      return { kind: 'network', id: network ?? name, name };
    case 'SERVICE':
    case 'STACK':
    case 'WORKLOAD':
      return { kind: level.toLowerCase() as 'service' | 'stack' | 'workload', id: service ?? name, name };
    case 'FLEET':
    case 'QUOTA':
      return null;
  }
}

/** The conditions that mean what an alert is of, and nothing else. */
export function chipsOf({ level, name, hostName, network, service }: AlertSubject): Chip[] {
  const is = (field: Chip['field'], value: string): Chip => ({ field, op: 'is', value });
  const host = hostName ? [is('host', hostName)] : [];
  switch (level) {
    case 'HOST':
      return [is('host', hostName ?? name)];
    case 'INTERFACE':
      return [...host, is('interface', name)];
    case 'CONTAINER':
      return [...host, is('container', name)];
    case 'NETWORK':
      return [is('network', network ?? name)];
    case 'SERVICE':
    case 'STACK':
    case 'WORKLOAD':
      return [is(level.toLowerCase() as Chip['field'], service ?? name)];
    case 'FLEET':
    case 'QUOTA':
      return [];
  }
}

/** Why it is over, where that is not simply so. */
export function resolutionWords({ resolution }: Pick<AlertRow, 'resolution'>): string {
  return resolution === null ? '' : RESOLUTION_WORDS[resolution];
}

/** Whether nobody has to look at it now. */
export function isCalm({ state, whyQuiet }: Pick<AlertRow, 'state' | 'whyQuiet'>): boolean {
  return state !== 'FIRING' || whyQuiet !== null;
}

const BEFORE_MS = 900_000;
const AFTER_MS = 300_000;

/** The stretch around an alert that a chart should show. */
export function aroundOf(
  { since, resolvedAt }: Pick<AlertRow, 'since' | 'resolvedAt'>,
  now: number,
): { from: number; to: number } {
  const end = resolvedAt === null ? now : Math.min(now, Date.parse(resolvedAt) + AFTER_MS);
  return { from: Date.parse(since) - BEFORE_MS, to: end };
}

/** Alerts by what is to be done about them: what fires by severity, then what somebody takes care of, and what is quiet. */
export interface AlertGroup {
  readonly key: string;
  readonly label: string;
  readonly hint: string;
  readonly alerts: readonly AlertRow[];
}

/** Splits what lasts into groups, in the order in which people should read; one without any is left out. */
export function groupsOf(alerts: readonly AlertRow[]): AlertGroup[] {
  const group = (key: string, label: string, hint: string, isIn: (alert: AlertRow) => boolean): AlertGroup => ({
    ...{ key, label, hint },
    alerts: alerts.filter(isIn),
  });
  return [
    ...SEVERITIES.map((severity) =>
      group(
        severity.toLowerCase(),
        SEVERITY_WORDS[severity],
        'Fires, and nobody takes care of it',
        (alert) => !isCalm(alert) && alert.severity === severity,
      ),
    ),
    group(
      'acknowledged',
      'Taken care of',
      'Somebody said so',
      ({ state, whyQuiet }) => state === 'ACKNOWLEDGED' && whyQuiet === null,
    ),
    group(
      'quiet',
      'Quiet',
      'It lasts, and nobody is told of it',
      ({ whyQuiet, state }) => whyQuiet !== null && state !== 'PENDING',
    ),
    group('pending', 'Not yet', 'Met, but not for as long as the rule wants', ({ state }) => state === 'PENDING'),
  ].filter((each) => each.alerts.length > 0);
}

/** What fires, in a few words: `2 critical, 1 warning`. */
export function firingWords({ critical, warning, info }: AlertSummary): string {
  const counts = [
    [critical, 'critical'],
    [warning, warning === 1 ? 'warning' : 'warnings'],
    [info, 'info'],
  ] as const;
  return counts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${formatCount(count)} ${word}`)
    .join(', ');
}

/** Whether somebody looks, and at how much. */
export function watchWords(
  summary: AlertSummary,
  now: number,
): { readonly text: string; readonly tone: 'warn' | 'none' } {
  const { isRunning, evaluatedAt, ruleCount, watchedCount, channelCount } = summary;
  if (!isRunning) {
    const since = evaluatedAt === null ? '' : ` for ${formatAge(now - Date.parse(evaluatedAt))}`;
    return {
      tone: 'warn',
      text: `Rules are not looked at${since}: no aggregator with the role analyse runs, or it has too much to do.`,
    };
  }
  const rules = ruleCount === 1 ? '1 rule is' : `${formatCount(ruleCount)} rules are`;
  const watched = `${rules} looked at each second, ${formatCount(watchedCount)} ${watchedCount === 1 ? 'thing' : 'things'} in all.`;
  return channelCount > 0
    ? { tone: 'none', text: watched }
    : { tone: 'warn', text: `${watched} Nobody is told: there is no channel yet.` };
}

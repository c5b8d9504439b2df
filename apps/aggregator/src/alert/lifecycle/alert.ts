import { createHash } from 'node:crypto';
import type { Level } from '../rule/figures.js';
import type { Severity } from '../rule/rule.js';

/** What an alert is of. */
export interface Subject {
  readonly level: Level;
  /** Unique within its level, and the same for as long as it lives. */
  readonly key: string;
  readonly name: string;
  readonly hostId: string | null;
  readonly hostName: string | null;
  readonly network: string | null;
  readonly service: string | null;
  /** The container that it is, or is in. */
  readonly containerId: string | null;
}

export const ALERT_STATES = ['pending', 'firing', 'acknowledged', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** Why an alert is over. */
export type Resolution = 'over' | 'gone' | 'stopped on purpose' | 'rule removed';

/** Who takes care of it. */
export interface Acknowledgement {
  readonly by: string;
  readonly atMs: number;
  readonly note: string;
}

/** One rule met by one subject, from when it was first seen until it is over. */
export interface Alert {
  readonly id: string;
  readonly ruleId: string;
  readonly subject: Subject;
  readonly severity: Severity;
  state: AlertState;
  readonly sinceMs: number;
  firedMs: number | null;
  resolvedMs: number | null;
  resolution: Resolution | null;
  acknowledged: Acknowledgement | null;
  /** The worst so far. */
  value: number | null;
  /** What was told, for changes and patterns. */
  text: string | null;
  /** When it is over by itself: changes. */
  expiresMs: number | null;
  incidentId: string | null;
  /** The silence or the maintenance that keeps it quiet. */
  silencedBy: string | null;
  /** The alert that explains it. */
  inhibitedBy: string | null;
}

/** Alerts that belong together, of which people are told as one. */
export interface Incident {
  readonly id: string;
  /** What they have in common: `host:<id>`, `network:<name>` … */
  readonly groupKey: string;
  readonly openedMs: number;
  resolvedMs: number | null;
  severity: Severity;
  readonly ruleIds: string[];
  readonly alertIds: string[];
}

/** What people are to be told of an incident. */
export const NEWS = ['opened', 'worse', 'flapping', 'resolved'] as const;
export type NewsKind = (typeof NEWS)[number];

export interface News {
  readonly incidentId: string;
  readonly kind: NewsKind;
  readonly atMs: number;
  /** The rule that it began by, or that made it worse; null where it is over: whoever was told of it is told that too. */
  readonly ruleId: string | null;
}

/** What an alert is found by while it lasts: there is one of a rule and a subject. */
export function placeOf(ruleId: string, subject: Pick<Subject, 'level' | 'key'>): string {
  return `${ruleId}\n${subject.level}\n${subject.key}`;
}

/** The same id wherever and however often it is worked out. */
export function idOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 24);
}

/** Whether it lasts and was more than a suspicion. */
export function isActive({ state }: Alert): boolean {
  return state === 'firing' || state === 'acknowledged';
}

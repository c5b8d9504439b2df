import type { PatternCategory, PatternClass } from '../../analyse/pattern/finding.js';
import type { Filter } from '../../query/filter.js';
import type { FigureName, Level } from './figures.js';

/** From what hurts least to what hurts most. */
export const SEVERITIES = ['info', 'warning', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What the alerts of a rule are one incident by. */
export const GROUPINGS = ['host', 'network', 'service', 'rule', 'subject'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const SCORES = ['anomalyScore', 'novelty', 'deviation'] as const;

/** A limit to one figure, or to the share of one in another. Exactly one of `above` and `below` is a number. */
export interface Threshold {
  readonly kind: 'threshold';
  readonly figure: FigureName;
  /** What the figure is a share of, as per cent; null where the figure itself is meant. */
  readonly ofFigure: FigureName | null;
  /** Under so much of `ofFigure` the share says nothing: one error in two packets is no rate. */
  readonly floor: number;
  readonly above: number | null;
  readonly below: number | null;
  /** What must be reached again before it is over; null = the limit itself. */
  readonly clear: number | null;
}

/** Nothing came for so long, while others were heard. */
export interface Absence {
  readonly kind: 'absence';
  readonly afterSeconds: number;
}

/** Something was changed, of kinds such as `interface.mtu`; `container.*` is all of containers. */
export interface ChangeSeen {
  readonly kind: 'change';
  readonly changes: readonly string[];
}

/** A pattern was found. Both lists empty = any. */
export interface PatternFound {
  readonly kind: 'pattern';
  readonly classes: readonly PatternClass[];
  readonly categories: readonly PatternCategory[];
  readonly strength: number;
}

/** One in so many samples is as unusual: 0.999 is one in a thousand. */
export interface Anomaly {
  readonly kind: 'anomaly';
  readonly score: (typeof SCORES)[number];
  readonly above: number;
}

/** The forecast says that the link fills within so many days. */
export interface Outlook {
  readonly kind: 'forecast';
  readonly withinDays: number;
}

export type Condition = Threshold | Absence | ChangeSeen | PatternFound | Anomaly | Outlook;

/** What is watched, when it is an alert, and what is told of it. */
export interface Rule {
  /** Names the rule for good: rules as code are matched by it. */
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly severity: Severity;
  readonly condition: Condition;
  /** Each of these that the scope matches is watched by itself. */
  readonly per: Level;
  readonly scope: Filter;
  /** The condition must hold for so long. */
  readonly forSeconds: number;
  /** And be over for so long. Of changes: for so long each is shown. */
  readonly keepFiringSeconds: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly runbookUrl: string | null;
  readonly groupBy: Grouping;
  /** Names of channels; none = those that take all alerts. */
  readonly channels: readonly string[];
  /** A sentence of one's own, with `{{host}}` and the like. */
  readonly message: string | null;
}

/** What a rule must be met at, as a limit to one figure. */
export interface Limit {
  readonly figure: FigureName;
  readonly ofFigure: FigureName | null;
  readonly floor: number;
  readonly isAbove: boolean;
  readonly limit: number;
  readonly clear: number;
}

/** A condition as a limit; null for changes and patterns, which are told of as they happen. */
export function limitOf(condition: Condition): Limit | null {
  switch (condition.kind) {
    case 'threshold': {
      const limit = condition.above ?? condition.below ?? NaN;
      const { figure, ofFigure, floor } = condition;
      return { figure, ofFigure, floor, isAbove: condition.above !== null, limit, clear: condition.clear ?? limit };
    }
    case 'absence':
      return plain('silentSeconds', true, condition.afterSeconds);
    case 'anomaly':
      return plain(condition.score, true, condition.above);
    case 'forecast':
      return plain('daysUntilFull', false, condition.withinDays);
    default:
      return null;
  }
}

function plain(figure: FigureName, isAbove: boolean, limit: number): Limit {
  return { figure, ofFigure: null, floor: 0, isAbove, limit, clear: limit };
}

/** Whether an alert of this rule says that a host is away, so that what is on it is not worth a message of its own. */
export function isHostAbsence(rule: Rule): boolean {
  return rule.condition.kind === 'absence' && rule.per === 'host';
}

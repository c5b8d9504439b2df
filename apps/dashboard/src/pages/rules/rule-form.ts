import type { RuleFields, RuleInput, RuleLevel } from '../../api/operations/rules.js';
import { partsOf, type ScopeParts, scopeOf } from '../../composables/chips-of.js';

/** What a rule can be met by; each has fields of its own. */
export const CONDITION_KINDS = ['threshold', 'absence', 'change', 'pattern', 'anomaly', 'forecast'] as const;
export type ConditionKind = (typeof CONDITION_KINDS)[number];

/** A rule as its form holds it. What belongs to another kind of condition is kept, so that to look at that one loses nothing. */
export interface RuleForm {
  /** Empty = it is made from the name. */
  readonly id: string;
  readonly name: string;
  readonly isEnabled: boolean;
  readonly severity: RuleFields['severity'];
  readonly per: RuleLevel;
  readonly kind: ConditionKind;
  readonly figure: string;
  /** Empty = the figure itself. */
  readonly ofFigure: string;
  readonly floor: number | null;
  readonly direction: 'above' | 'below';
  readonly limit: number | null;
  readonly clear: number | null;
  readonly afterSeconds: number | null;
  readonly changes: readonly string[];
  readonly classes: NonNullable<RuleFields['pattern']>['classes'];
  readonly categories: NonNullable<RuleFields['pattern']>['categories'];
  readonly strength: number | null;
  readonly score: NonNullable<RuleFields['anomaly']>['score'];
  readonly scoreAbove: number | null;
  readonly withinDays: number | null;
  readonly scope: ScopeParts;
  readonly forSeconds: number | null;
  /** Null = as is usual. */
  readonly keepFiringSeconds: number | null;
  /** `team=net, tier=web`. */
  readonly labels: string;
  readonly runbookUrl: string;
  /** Empty = as is usual for what it watches. */
  readonly groupBy: RuleFields['groupBy'] | '';
  readonly channels: readonly string[];
  readonly message: string;
}

/** A new rule: what is asked most often. */
export const NEW_RULE: RuleForm = {
  ...{ id: '', name: '', isEnabled: true, severity: 'WARNING', per: 'HOST', kind: 'threshold' },
  ...{ figure: 'cpuPercent', ofFigure: '', floor: null, direction: 'above', limit: 80, clear: null },
  ...{ afterSeconds: 60, changes: [], classes: [], categories: [], strength: 0.7 },
  ...{ score: 'ANOMALY_SCORE', scoreAbove: 0.999, withinDays: 30 },
  ...{ scope: partsOf({}), forSeconds: 300, keepFiringSeconds: null },
  ...{ labels: '', runbookUrl: '', groupBy: '', channels: [], message: '' },
};

/** A rule as its form holds it. */
export function formOf(rule: RuleFields): RuleForm {
  const { threshold, absence, change, pattern, anomaly, forecast } = rule;
  return {
    ...NEW_RULE,
    ...{ id: rule.id, name: rule.name, isEnabled: rule.isEnabled, severity: rule.severity, per: rule.per },
    kind: CONDITION_KINDS.find((kind) => rule[kind] !== null) ?? 'threshold',
    ...(threshold && {
      ...{ figure: threshold.figure, ofFigure: threshold.ofFigure ?? '', floor: threshold.floor || null },
      ...{ direction: threshold.above === null ? ('below' as const) : ('above' as const), clear: threshold.clear },
      limit: threshold.above ?? threshold.below,
    }),
    ...(absence && { afterSeconds: absence.afterSeconds }),
    ...(change && { changes: change.changes }),
    ...(pattern && { classes: pattern.classes, categories: pattern.categories, strength: pattern.strength }),
    ...(anomaly && { score: anomaly.score, scoreAbove: anomaly.above }),
    ...(forecast && { withinDays: forecast.withinDays }),
    ...{ scope: partsOf(rule.scope), forSeconds: rule.forSeconds, keepFiringSeconds: rule.keepFiringSeconds },
    labels: rule.labels.map(({ key, value }) => `${key}=${value}`).join(', '),
    ...{ runbookUrl: rule.runbookUrl ?? '', groupBy: rule.groupBy, channels: rule.channels },
    message: rule.message ?? '',
  };
}

/** A rule as the API takes it; what is empty is left out, and so is as is usual. */
export function inputOf(form: RuleForm): RuleInput {
  const scope = scopeOf(form.scope);
  const isTold = form.kind === 'change' || form.kind === 'pattern';
  return {
    ...{ id: form.id || null, name: form.name.trim(), isEnabled: form.isEnabled, severity: form.severity },
    per: form.per,
    scope: Object.keys(scope).length > 0 ? scope : null,
    ...conditionOf(form),
    // What is told of as it happens has nothing to last.
    forSeconds: isTold ? 0 : (form.forSeconds ?? 0),
    keepFiringSeconds: form.keepFiringSeconds,
    labels: labelsOf(form.labels),
    ...{ runbookUrl: form.runbookUrl.trim() || null, groupBy: form.groupBy || null, channels: [...form.channels] },
    message: form.message.trim() || null,
  };
}

/** Labels as they are typed; one without `=` has an empty value, which is refused by its name. */
export function labelsOf(text: string): { key: string; value: string }[] {
  return text
    .split(/[,\n]/)
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [key = '', ...value] = part.split('=');
      return { key: key.trim(), value: value.join('=').trim() };
    });
}

function conditionOf(form: RuleForm): Partial<RuleInput> {
  switch (form.kind) {
    case 'threshold':
      return {
        threshold: {
          figure: form.figure,
          ...(form.ofFigure && { ofFigure: form.ofFigure, floor: form.floor }),
          [form.direction]: form.limit,
          clear: form.clear,
        },
      };
    case 'absence':
      return { absence: { afterSeconds: form.afterSeconds ?? 0 } };
    case 'change':
      return { change: { changes: [...form.changes] } };
    case 'pattern':
      return {
        pattern: { classes: [...form.classes], categories: [...form.categories], strength: form.strength },
      };
    case 'anomaly':
      return { anomaly: { score: form.score, above: form.scoreAbove } };
    case 'forecast':
      return { forecast: { withinDays: form.withinDays ?? 0 } };
  }
}

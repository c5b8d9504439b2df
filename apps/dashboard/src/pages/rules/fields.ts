import { CONDITION_KINDS, type ConditionKind } from './rule-form.js';

const FIELDS_OF: Readonly<Record<ConditionKind, readonly string[]>> = {
  threshold: ['figure', 'ofFigure', 'above', 'below', 'clear', 'floor'],
  absence: ['afterSeconds'],
  change: ['changes'],
  pattern: ['categories', 'classes', 'strength'],
  anomaly: ['score', 'above'],
  forecast: ['withinDays'],
};

/** What has a field in the form of a rule: other refusals are told at its end. */
export const FORM_FIELDS: readonly string[] = [
  ...['name', 'severity', 'per', 'scope', 'forSeconds', 'keepFiringSeconds'],
  ...['labels', 'runbookUrl', 'groupBy', 'channels', 'message'],
  ...CONDITION_KINDS.flatMap((kind) => FIELDS_OF[kind].map((field) => `${kind}.${field}`)),
];

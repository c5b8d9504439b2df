import type { AlertRuleInput, RuleLabelInput } from './rule.input.js';

const LONGEST_ID = 64;

/** A rule of a form as it would stand in a file; without an id, one is made of its name. */
export function asWritten({ id, name, isEnabled, labels, ...fields }: AlertRuleInput): Record<string, unknown> {
  return { ...fields, id: id ?? idOf(name), name, enabled: isEnabled ?? true, labels: asDictionary(labels) };
}

/** Labels by their keys; of the same key twice, the last. */
export function asDictionary(labels: readonly RuleLabelInput[] | null | undefined): Record<string, string> {
  return Object.fromEntries((labels ?? []).map(({ key, value }) => [key, value]));
}

/** An id made of a name: `CPU above 80 %` becomes `cpu-above-80`. */
export function idOf(name: string): string {
  const words = name
    .toLowerCase()
    .normalize('NFKD')
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const id = words.join('-').slice(0, LONGEST_ID).replace(/-$/, '');
  return id === '' ? 'rule' : id;
}

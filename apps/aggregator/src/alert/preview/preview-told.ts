import type { PatternClass } from '../../analyse/pattern/finding.js';
import { takesChange, takesFinding } from '../lifecycle/told.js';
import type { Rule } from '../rule/rule.js';
import type { Preview, WouldFire } from './preview.js';

/** A change, or a pattern, of the past. */
export interface PastEvent {
  readonly key: string;
  readonly name: string;
  readonly atMs: number;
  /** Of a pattern that ended; null = it lasts, or it is a change. */
  readonly endMs: number | null;
  readonly what: { readonly change: string } | { readonly class: PatternClass; readonly strength: number };
}

/** How often a rule on changes or patterns would have fired. `events` are of what its scope matches, in the order of time. */
export function previewTold(rule: Rule, events: readonly PastEvent[], subjectCount: number, most: number): Preview {
  const enabled = { ...rule, isEnabled: true };
  const fired: WouldFire[] = [];
  const lasting = new Map<string, number>();
  for (const { key, name, atMs, endMs, what } of events) {
    const isTaken = 'change' in what ? takesChange(enabled, what.change) : takesFinding(enabled, what);
    if (!isTaken) continue;
    const resolvedMs = 'change' in what ? atMs + rule.keepFiringSeconds * 1_000 : endMs;
    // While one is shown, what is told of the same is no alert of its own.
    if ((lasting.get(key) ?? -Infinity) < atMs)
      fired.push({ key, name, firedMs: atMs, resolvedMs, worst: 'change' in what ? NaN : what.strength });
    lasting.set(key, Math.max(lasting.get(key) ?? -Infinity, resolvedMs ?? Infinity));
  }
  const firedCount = new Set(fired.map(({ key }) => key)).size;
  return { subjectCount, count: fired.length, firedCount, times: fired.slice(-most).reverse() };
}

import type { ToldPast } from '../../query/alerts/past-told.js';
import { takesChange, takesFinding } from '../lifecycle/told.js';
import type { Rule } from '../rule/rule.js';
import type { Preview, WouldFire } from './preview.js';

/** How often a rule on changes or patterns would have fired. `events` are of what its scope matches, in the order of time. */
export function previewTold(rule: Rule, events: readonly ToldPast[], subjectCount: number, most: number): Preview {
  const enabled = { ...rule, isEnabled: true };
  const fired: WouldFire[] = [];
  const lasting = new Map<string, number>();
  for (const { key, name, atMs, endMs, what } of events) {
    const isTaken = 'change' in what ? takesChange(enabled, what.change) : takesFinding(enabled, what);
    if (!isTaken) continue;
    const overMs = 'change' in what ? atMs : endMs;
    const resolvedMs = overMs === null ? null : overMs + rule.keepFiringSeconds * 1_000;
    const place = lasting.get(key) ?? -1;
    const before = fired[place];
    // While one is shown, what is told of the same is no alert of its own.
    if (before && (before.resolvedMs ?? Infinity) >= atMs) {
      fired[place] = { ...before, resolvedMs: later(before.resolvedMs, resolvedMs) };
      continue;
    }
    lasting.set(key, fired.length);
    fired.push({ key, name, firedMs: atMs, resolvedMs, worst: 'change' in what ? NaN : what.strength });
  }
  const firedCount = new Set(fired.map(({ key }) => key)).size;
  return { subjectCount, count: fired.length, firedCount, times: fired.slice(-most).reverse() };
}

/** null = never. */
function later(oneMs: number | null, otherMs: number | null): number | null {
  return oneMs === null || otherMs === null ? null : Math.max(oneMs, otherMs);
}

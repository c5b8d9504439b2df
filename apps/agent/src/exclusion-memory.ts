import { Exclusion, type ExclusionPatterns, type PastExclusion } from './discover/exclusion.js';
import type { KeptFile } from './publish/kept-file.js';

/** What is left out in this life of the agent, knowing what was in the last. */
export function recallExclusion(patterns: ExclusionPatterns, kept: Pick<KeptFile, 'read'>): Exclusion {
  return new Exclusion(patterns, decode(kept.read()));
}

/** Keeps what is left out for the next life: until names are known, nobody else could tell. */
export function keepExclusion(exclusion: Exclusion, kept: Pick<KeptFile, 'write'>): void {
  // Where it cannot be written, the next life counts such containers until it knows their names.
  kept.write(JSON.stringify({ ...exclusion.patterns, ids: [...exclusion.excluded()].sort() } satisfies PastExclusion));
}

/** Null where there is none, or a damaged one. */
function decode(text: string | null): PastExclusion | null {
  try {
    const record = JSON.parse(text ?? 'null') as Partial<Record<keyof PastExclusion, unknown>> | null;
    const { interfaces, containers, ids } = record ?? {};
    return isTexts(interfaces) && isTexts(containers) && isTexts(ids) ? { interfaces, containers, ids } : null;
  } catch {
    return null;
  }
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

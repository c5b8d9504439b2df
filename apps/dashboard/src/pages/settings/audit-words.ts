import type { AuditEntry, AuditOutcome } from '../../api/operations/access.js';
import { browserWords } from './browser.js';

/** The word of an outcome, and how loud it is. */
export const OUTCOMES: Readonly<Record<AuditOutcome, readonly [word: string, tone: 'plain' | 'warn' | 'bad']>> = {
  OK: ['done', 'plain'],
  DENIED: ['denied', 'bad'],
  FAILED: ['failed', 'warn'],
};
const MOST = 300;

/** What more is known of an entry, on a line; empty where nothing is. */
export function detailWords(detail: AuditEntry['detail']): string {
  const words = wordsOf(detail ?? {}).join(', ');
  return words.length > MOST ? `${words.slice(0, MOST)} …` : words;
}

/** Of a form within it, its fields; what was left empty is not told. */
function wordsOf(fields: object): string[] {
  return Object.entries(fields).flatMap(([name, value]: [string, unknown]) => {
    if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return [];
    if (typeof value === 'object' && !Array.isArray(value)) return wordsOf(value);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return [`${name} ${name === 'browser' ? browserWords(text) : text}`];
  });
}

/** Who it was: a kind of its own where that is no user. */
export function actorWords({ actor, actorKind, outcome }: AuditEntry): string {
  if (actor === '') return 'Nobody';
  // Who comes in is nobody until then; who is not let in only says so.
  if (actorKind === 'nobody') return outcome === 'OK' ? actor : `${actor} (not proven)`;
  return actorKind === 'session' || actorKind === actor ? actor : `${actor} (${actorKind})`;
}

/** The same again and again, as from a host that was put out and goes on asking: the newest, how often, and since when. */
export interface AuditRun {
  readonly entry: AuditEntry;
  readonly count: number;
  /** When the first of them was. */
  readonly since: string;
}

/** Neighbours that differ by nothing but their time, as one. */
export function runsOf(entries: readonly AuditEntry[]): AuditRun[] {
  const runs: AuditRun[] = [];
  for (const entry of entries) {
    const last = runs.at(-1);
    if (last && sameness(last.entry) === sameness(entry))
      runs[runs.length - 1] = { ...last, count: last.count + 1, since: entry.at };
    else runs.push({ entry, count: 1, since: entry.at });
  }
  return runs;
}

function sameness({ actor, actorKind, address, action, subject, outcome, detail }: AuditEntry): string {
  return JSON.stringify([actor, actorKind, address, action, subject, outcome, detail]);
}

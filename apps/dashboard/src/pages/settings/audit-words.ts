import type { AuditEntry, AuditOutcome } from '../../api/operations/access.js';

/** The word of an outcome, and how loud it is. */
export const OUTCOMES: Readonly<Record<AuditOutcome, readonly [word: string, tone: 'plain' | 'warn' | 'bad']>> = {
  OK: ['done', 'plain'],
  DENIED: ['denied', 'bad'],
  FAILED: ['failed', 'warn'],
};
const MOST = 300;

/** What more is known of an entry, on a line; empty where nothing is. */
export function detailWords(detail: AuditEntry['detail']): string {
  if (detail === null || detail === undefined) return '';
  const words = Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
  return words.length > MOST ? `${words.slice(0, MOST)} …` : words;
}

/** Who it was: a kind of its own where that is no user. */
export function actorWords({ actor, actorKind }: Pick<AuditEntry, 'actor' | 'actorKind'>): string {
  if (actor === '') return 'Nobody';
  if (actorKind === 'nobody') return `${actor} (not signed in)`;
  return actorKind === 'session' || actorKind === actor ? actor : `${actor} (${actorKind})`;
}

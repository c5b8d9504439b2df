import type { EnrolmentAnswer } from '@weir/model';
import type { Given } from './kept-enrolment.js';

/** What passes of credentials' life before new ones are asked for. */
const RENEWED_AFTER = 2 / 3;
const SECOND_MS = 1_000;

/** What was given, with the times of its life by this host's clock, whatever that says; null where it is no JWT with an end. */
export function givenAt(answer: EnrolmentAnswer, nowMs: number): Given | null {
  const lifeMs = lifeMsOf(answer.jwt);
  if (lifeMs === null) return null;
  return { ...answer, renewAt: Math.round(nowMs + lifeMs * RENEWED_AFTER), endsAt: nowMs + lifeMs };
}

function lifeMsOf(jwt: string): number | null {
  try {
    const body = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8');
    const { iat, exp } = JSON.parse(body) as { readonly iat?: unknown; readonly exp?: unknown };
    return typeof iat === 'number' && typeof exp === 'number' && exp > iat ? (exp - iat) * SECOND_MS : null;
  } catch {
    return null;
  }
}

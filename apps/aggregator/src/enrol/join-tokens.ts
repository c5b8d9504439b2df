import { randomUUID } from 'node:crypto';
import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { hashOf, JOIN_TOKEN_PREFIX, newSecret } from '../config/secret.js';
import { type JoinTokenRow, writeJoinToken } from '../store/enrol/join-tokens.js';
import { type HostLabel, refusalOfLabels } from '../store/hosts/labels.js';

/** What somebody asks for. */
export interface AskedJoinToken {
  readonly validMinutes: number;
  readonly uses: number;
  readonly labels: readonly HostLabel[];
  readonly createdBy: string;
}

/** A week: what is found later in a shell's history lets nobody in. */
const MOST_MINUTES = 10_080;
const MOST_USES = 10_000;
const MINUTE_MS = 60_000;

/** What is wrong with it, all at once. */
export function refusalsOfJoinToken({ validMinutes, uses, labels }: AskedJoinToken): readonly Refusal[] {
  const ofLabels = refusalOfLabels(labels);
  return [
    ...(validMinutes >= 1 && validMinutes <= MOST_MINUTES
      ? []
      : [{ field: 'validMinutes', reason: `must be from 1 to ${MOST_MINUTES}, which is a week` }]),
    ...(uses >= 1 && uses <= MOST_USES ? [] : [{ field: 'uses', reason: `must be from 1 to ${MOST_USES}` }]),
    ...(ofLabels ? [ofLabels] : []),
  ];
}

/** Makes a token; its secret is answered once, and not kept. */
export async function makeJoinToken(
  pool: Pool,
  { validMinutes, uses, labels, createdBy }: AskedJoinToken,
): Promise<{ readonly row: JoinTokenRow; readonly secret: string }> {
  const secret = newSecret(JOIN_TOKEN_PREFIX);
  const row = await writeJoinToken(pool, hashOf(secret), {
    id: randomUUID(),
    labels: Object.fromEntries(labels.map(({ key, value }) => [key, value])),
    usesLeft: uses,
    createdBy,
    expiresAt: new Date(Date.now() + validMinutes * MINUTE_MS),
  });
  return { row, secret };
}

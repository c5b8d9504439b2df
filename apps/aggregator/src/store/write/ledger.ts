import type { ClientBase } from 'pg';
import { StaleDirectoryError } from './directory.js';

/** Traffic and states are numbered apart, each in a column of the run's row. */
export type LedgerColumn = 'seen' | 'states_seen';

/** What makes a message one of a kind. */
export interface Numbered {
  readonly host: string;
  readonly run: string;
  readonly seq: number;
}

/** What the ledger says of each message, in the order asked. */
export type Verdict = 'new' | 'seen' | 'foreign';

/**
 * Asks which messages were stored before. The caller holds the lock of the messages' hosts, so that no other
 * transaction can be storing them now. `foreign` = the run belongs to another host.
 */
export async function judge(
  client: ClientBase,
  column: LedgerColumn,
  messages: readonly Numbered[],
  hostIdOf: (host: string) => number,
): Promise<Verdict[]> {
  if (messages.length === 0) return [];
  const { rows } = await client.query<{ index: number; host_id: number; seen: boolean }>(
    `SELECT (asked.index - 1)::int AS index, run.host_id, run.${column} @> asked.seq AS seen
     FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY AS asked (run, seq, index) JOIN run USING (run)`,
    columnsOf(messages),
  );
  if (rows.length !== messages.length) throw new StaleDirectoryError('a run is no longer in the ledger');
  const answers = new Map(rows.map((row) => [row.index, row]));
  const inThisBatch = new Set<string>();
  return messages.map((message, index) => {
    const answer = answers.get(index);
    if (answer?.host_id !== hostIdOf(message.host)) return 'foreign';
    const name = `${message.run}-${message.seq}`;
    const seen = answer.seen || inThisBatch.has(name);
    inThisBatch.add(name);
    return seen ? 'seen' : 'new';
  });
}

/** Marks messages as stored, in the transaction that stores them. */
export async function markSeen(client: ClientBase, column: LedgerColumn, messages: readonly Numbered[]): Promise<void> {
  if (messages.length === 0) return;
  await client.query(
    `UPDATE run SET ${column} = run.${column} + stored.seqs, told_at = now()
     FROM (SELECT run, range_agg(int8range(seq, seq, '[]')) AS seqs
           FROM unnest($1::text[], $2::bigint[]) AS message (run, seq) GROUP BY run) AS stored
     WHERE run.run = stored.run`,
    columnsOf(messages),
  );
}

function columnsOf(messages: readonly Numbered[]): [string[], number[]] {
  return [messages.map(({ run }) => run), messages.map(({ seq }) => seq)];
}

import type { Pool } from 'pg';
import { SESSION_LASTS } from './sessions.js';

const STATEMENTS = [
  `DELETE FROM audit WHERE at < now() - interval '400 days'`,
  `DELETE FROM session WHERE NOT (${SESSION_LASTS})`,
  `DELETE FROM api_token WHERE expires_at < now() - interval '30 days'`,
  `DELETE FROM set_up_link WHERE expires_at <= now()`,
  `DELETE FROM sign_in_attempt WHERE last_at < now() - interval '1 day'`,
];

/** Deletes what is over: audit after 400 days, tokens a month after they expired, so that it can be seen that they did. */
export async function tidyAccess(pool: Pool): Promise<void> {
  for (const sql of STATEMENTS) await pool.query(sql);
}

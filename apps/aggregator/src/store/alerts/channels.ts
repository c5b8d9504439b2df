import type { Pool } from 'pg';

/** A channel, as it is stored. */
export interface ChannelRow {
  readonly name: string;
  readonly kind: string;
  /** Settings without those that are secret. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Secret settings by name, each sealed. */
  readonly sealed: Readonly<Record<string, string>>;
  /** Whether it is told of rules that name no channel. */
  readonly takesAll: boolean;
  readonly isEnabled: boolean;
  /** How often it is written to, as it was given. */
  readonly pace: unknown;
}

const COLUMNS = 'name, kind, settings, sealed, takes_all AS "takesAll", is_enabled AS "isEnabled", pace';

// What failed, or was refused within a day, may have been so for the settings: it is tried again at once. What came after it was sent
// already is not sent: a beginning does not follow its end.
const WRITE = `
WITH retried AS (
  UPDATE outbox SET next_try_at = now(), given_up_at = NULL
  WHERE channel = $1 AND sent_at IS NULL AND (given_up_at IS NULL OR (
    failed_field IS NOT NULL AND made_at > now() - interval '1 day' AND NOT EXISTS (
      SELECT FROM outbox AS later WHERE later.channel = $1 AND later.sent_at IS NOT NULL AND later.position > outbox.position
        AND later.threads && outbox.threads))))
INSERT INTO channel (name, kind, settings, sealed, takes_all, is_enabled, pace)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (name) DO UPDATE SET kind = $2, settings = $3, sealed = $4, takes_all = $5, is_enabled = $6, pace = $7,
  updated_at = now()`;

// One of the same name, made later, is told nothing of what this one was refused.
const DELETE = `
WITH given_up AS (
  UPDATE outbox SET given_up_at = coalesce(given_up_at, now()), failed_field = NULL,
    failed_reason = CASE WHEN given_up_at IS NULL THEN 'the channel was deleted' ELSE failed_reason END
  WHERE channel = $1 AND sent_at IS NULL AND (given_up_at IS NULL OR failed_field IS NOT NULL))
DELETE FROM channel WHERE name = $1`;

/** Reads all channels, by name. */
export async function readChannels(pool: Pool): Promise<ChannelRow[]> {
  return (await pool.query<ChannelRow>(`SELECT ${COLUMNS} FROM channel ORDER BY name`)).rows;
}

/** Reads one channel; null where there is none. */
export async function readChannel(pool: Pool, name: string): Promise<ChannelRow | null> {
  return (await pool.query<ChannelRow>(`SELECT ${COLUMNS} FROM channel WHERE name = $1`, [name])).rows[0] ?? null;
}

/** Writes a channel, a new one or another of its name. What waits to be sent by it, or was refused within a day, is tried again. */
export async function writeChannel(pool: Pool, row: ChannelRow): Promise<void> {
  const { name, kind, settings, sealed, takesAll, isEnabled, pace } = row;
  await pool.query(WRITE, [name, kind, settings, sealed, takesAll, isEnabled, JSON.stringify(pace)]);
}

/** Deletes a channel, and gives up what waits to be sent by it; answers whether there was one. */
export async function deleteChannel(pool: Pool, name: string): Promise<boolean> {
  return ((await pool.query(DELETE, [name])).rowCount ?? 0) > 0;
}

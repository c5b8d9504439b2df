import type { Pool } from 'pg';

/** What somebody wrote into the timeline. Times are ms since 1970. */
export interface AnnotationRow {
  readonly id: string;
  readonly atMs: number;
  /** null = it is of a moment. */
  readonly untilMs: number | null;
  /** Id of the host that it is of; null = of the fleet. */
  readonly hostId: string | null;
  readonly text: string;
  readonly author: string;
}

const WRITE = `
INSERT INTO annotation (id, at, until, host_uuid, text, author)
VALUES ($1, to_timestamp($2::float8 / 1000), to_timestamp($3::float8 / 1000), $4, $5, $6)`;

/** Writes a new annotation. */
export async function writeAnnotation(pool: Pool, row: AnnotationRow): Promise<void> {
  await pool.query(WRITE, [row.id, row.atMs, row.untilMs, row.hostId, row.text, row.author]);
}

/** Deletes an annotation; answers whether there was one. */
export async function deleteAnnotation(pool: Pool, id: string): Promise<boolean> {
  return ((await pool.query('DELETE FROM annotation WHERE id = $1', [id])).rowCount ?? 0) > 0;
}

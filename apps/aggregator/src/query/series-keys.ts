import type { ClientBase } from 'pg';

/** More than a fleet has; reached only as containers come and go. */
const MOST_KEPT = 200_000;

/** Remembers which key each series has on its host, which never changes. */
export class SeriesKeys {
  private readonly keys = new Map<number, string>();

  /** Sees to it that the keys of these are known. */
  async learn(client: ClientBase, seriesIds: readonly number[]): Promise<void> {
    if (this.keys.size + seriesIds.length > MOST_KEPT) this.keys.clear();
    const unknown = seriesIds.filter((id) => !this.keys.has(id));
    if (unknown.length === 0) return;
    const text = 'SELECT series_id, key FROM series WHERE series_id = ANY ($1::int[])';
    const { rows } = await client.query<[number, string]>({ text, values: [unknown], rowMode: 'array' });
    for (const [id, key] of rows) this.keys.set(id, key);
  }

  of(seriesId: number): string | undefined {
    return this.keys.get(seriesId);
  }
}

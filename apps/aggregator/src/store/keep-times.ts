import type { ClientBase } from 'pg';

/** How long something is kept, ms; null = for ever. */
export type KeepTimes<Name extends string> = Readonly<Record<Name, number | null>>;

/** Reads what was set of these, finest first; a coarser one is always kept at least as long as a finer one. */
export async function readKeepTimes<Name extends string>(
  client: Pick<ClientBase, 'query'>,
  names: readonly Name[],
  defaults: KeepTimes<Name>,
): Promise<KeepTimes<Name>> {
  const { rows } = await client.query<{ resolution: string; keep_ms: string | null }>(
    'SELECT resolution, keep_ms FROM retention',
  );
  const set = new Map(rows.map(({ resolution, keep_ms }) => [resolution, keep_ms === null ? null : Number(keep_ms)]));
  let longest: number | null = 0;
  const kept = names.map((name): [Name, number | null] => {
    const keepMs = set.has(name) ? (set.get(name) ?? null) : defaults[name];
    longest = keepMs === null || longest === null ? null : Math.max(longest, keepMs);
    return [name, longest];
  });
  return Object.fromEntries(kept) as KeepTimes<Name>;
}

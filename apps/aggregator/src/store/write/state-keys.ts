import type { ClientBase } from 'pg';
import type { StateKind } from '../states/samples.js';

/** What states are told of: a container, a namespace, a peer of a host. */
export interface StateKey {
  readonly hostId: number;
  readonly hostUuid: string;
  readonly kind: StateKind;
  readonly key: string;
}

/** Its row, as it is remembered. */
export interface StateRow {
  readonly host_id: number;
  readonly kind: StateKind;
  readonly key: string;
  readonly id: number;
}

const WANTED = 'unnest($1::int[], $2::text[], $3::text[])';

/** Reads ids, and notes once a day that something was told of these: what is not told of for long is forgotten. */
export async function readStateSeries(client: ClientBase, wanted: readonly StateKey[]): Promise<StateRow[]> {
  const { rows } = await client.query<StateRow>(
    `WITH found AS (
       SELECT DISTINCT host_id, kind, key, state_series_id AS id
       FROM ${WANTED} AS wanted (host_id, kind, key) JOIN state_series USING (host_id, kind, key)
     ), noted AS (
       UPDATE state_series SET told_at = now() WHERE state_series_id = ANY (ARRAY(
         SELECT state_series_id FROM state_series JOIN found ON found.id = state_series_id
         WHERE told_at < now() - interval '1 day' FOR UPDATE OF state_series SKIP LOCKED)))
     SELECT host_id, kind, key, id FROM found`,
    columnsOf(wanted),
  );
  return rows;
}

/** Inserts what is likely to be missing, and answers with what was. */
export async function insertStateSeries(client: ClientBase, missing: readonly StateKey[]): Promise<StateRow[]> {
  const { rows } = await client.query<StateRow>(
    `INSERT INTO state_series (host_id, kind, key)
     SELECT host_id, kind, key FROM ${WANTED} AS new (host_id, kind, key)
     ORDER BY host_id, kind, key ON CONFLICT DO NOTHING RETURNING host_id, kind, key, state_series_id AS id`,
    columnsOf(missing),
  );
  return rows;
}

function columnsOf(states: readonly StateKey[]): [number[], string[], string[]] {
  return [states.map(({ hostId }) => hostId), states.map(({ kind }) => kind), states.map(({ key }) => key)];
}

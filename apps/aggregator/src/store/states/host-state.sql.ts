import { type BucketColumn, HOST_STATE_COLUMNS } from './host-state.js';
import type { StateLevel } from './level.js';

const NAMES = HOST_STATE_COLUMNS.map(({ name }) => name).join(', ');
/** A sum is capped, since one hostile agent's numbers must not stop everyone's roll-up with an overflow. */
const capped = (sum: string): string => `least(${sum}, 9223372036854775807)::bigint`;

function aggregated({ name, merge, over }: BucketColumn): string {
  if (merge === 'sum') return capped(`sum(${name})`);
  if (merge !== 'mean') return `${merge}(${name})`;
  const weight = `sum(${over}) FILTER (WHERE ${name} IS NOT NULL)`;
  return `(sum(${name}::float8 * ${over}) / nullif(${weight}, 0)::float8)`;
}

/** States as told, each in the shape of a bucket of its own. */
const asBuckets = (rows: string): string =>
  `SELECT time, host_id, ${HOST_STATE_COLUMNS.map(({ name, from }) => `${from} AS ${name}`).join(', ')} FROM ${rows}`;

const sums = (bucket: string, from: string): string =>
  `SELECT ${bucket}, host_id, ${HOST_STATE_COLUMNS.map(aggregated).join(', ')} FROM ${from} GROUP BY 1, 2`;

const insertInto = ({ suffix }: StateLevel): string =>
  `INSERT INTO host_state${suffix} AS known (time, host_id, ${NAMES})`;

/** Makes a bucket of hosts anew: $1 = its start, $2 = the hosts. */
export function refreshHostStateSql(level: StateLevel): string {
  const within = `time >= $1::timestamptz AND time < $1::timestamptz + interval '${level.bucketMs} ms'
    AND host_id = ANY ($2::int[])`;
  const source =
    level.source === 'state'
      ? `(${asBuckets('host_state')} WHERE ${within})`
      : `(SELECT * FROM host_state_5m WHERE ${within})`;
  return `${insertInto(level)} ${sums('$1::timestamptz', `${source} AS source`)}
ON CONFLICT (host_id, time) DO UPDATE SET ${HOST_STATE_COLUMNS.map(({ name }) => `${name} = EXCLUDED.${name}`).join(', ')}`;
}

/** Adds states as told to the buckets of a level, which can no longer be made anew: $1 = the rows as JSON. */
export function addHostStateSql(level: StateLevel): string {
  const told = asBuckets('jsonb_populate_recordset(null::host_state, $1::jsonb)');
  const bucket = `date_bin(interval '${level.bucketMs} ms', time, timestamptz 'epoch')`;
  return `${insertInto(level)} ${sums(bucket, `(${told}) AS source`)}
ON CONFLICT (host_id, time) DO UPDATE SET ${HOST_STATE_COLUMNS.map((each) => `${each.name} = ${added(each)}`).join(', ')}`;
}

function added({ name, merge, over }: BucketColumn): string {
  const [known, more] = [`known.${name}`, `EXCLUDED.${name}`];
  if (merge === 'min') return `least(${known}, ${more})`;
  if (merge === 'max') return `greatest(${known}, ${more})`;
  const both =
    merge === 'sum'
      ? capped(`${known}::numeric + ${more}`)
      : `(${known} * known.${over} + ${more} * EXCLUDED.${over}) / nullif(known.${over} + EXCLUDED.${over}, 0)::float8`;
  return `CASE WHEN ${known} IS NULL THEN ${more} WHEN ${more} IS NULL THEN ${known} ELSE ${both} END`;
}

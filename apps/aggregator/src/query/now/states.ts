import { Inject, Injectable } from '@nestjs/common';
import { CPU_TIMES } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { snakeCase } from '../../store/columns.js';
import { DATABASE } from '../../store/database.js';
import { CONTAINERS } from '../../store/states/kind.js';
import { roundedOrNull, BUSY_PARTS, cpuPercent, less, percentOf } from '../states/host-figures.js';
import { onSnapshot } from '../snapshot.js';
import { readStates } from '../states/told.js';
import { readNewest } from './newest-blocks.js';

/** What a host does now; null = not told. */
export interface HostNow {
  /** 0 to 100, of all cores. */
  readonly cpuPercent: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  /** Collectors of its agent that fail. */
  readonly failing: readonly string[] | null;
}

/** What a container uses now; null = not told. */
export interface ContainerNow {
  /** Of one core: 250 = two and a half. */
  readonly cpuPercent: number | null;
  readonly memoryBytes: number | null;
  /** Null too where it has none. */
  readonly memoryLimitBytes: number | null;
}

/** A container of a host. */
export interface ContainerKey {
  readonly hostId: number;
  readonly id: string;
}

/** States are told every 10 s, and stored a little later: what is older than this is not of now. */
export const FRESH_MS = 45_000;
/** The parts of one message of a host of thousands of containers are rows of their own. */
export const STATE_ROWS = 8;

const HOST_COLUMNS = [...CPU_TIMES.map(snakeCase), 'memory_total_bytes', 'memory_available_bytes'];
const HOSTS = `
SELECT newest.* FROM unnest($1::int[]) AS asked (host_id), LATERAL (
  SELECT host_id, ${HOST_COLUMNS.map((name) => `${name}::float8`).join(', ')}, failing FROM host_state
  WHERE host_state.host_id = asked.host_id AND time >= to_timestamp($2::float8 / 1000) ORDER BY time DESC LIMIT 1) AS newest`;
const IDS = `
SELECT host_id AS "hostId", key AS id, state_series_id AS "stateId" FROM state_series
WHERE kind = 'container' AND (host_id, key) IN (SELECT * FROM unnest($1::int[], $2::text[]))`;

const UNKNOWN_HOST: HostNow = { cpuPercent: null, memoryUsedBytes: null, memoryTotalBytes: null, failing: null };
const UNKNOWN_CONTAINER: ContainerNow = { cpuPercent: null, memoryBytes: null, memoryLimitBytes: null };

type HostStateRow = Record<string, number | null> & { readonly host_id: number; readonly failing: readonly string[] };

/** Answers what hosts and containers use now, many at once. */
@Injectable()
export class NowStatesQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** The states of hosts, in the same order. */
  async ofHosts(hostIds: readonly number[]): Promise<HostNow[]> {
    const { rows } = await this.database.query<HostStateRow>(HOSTS, [hostIds, Date.now() - FRESH_MS]);
    const found = new Map(
      rows.map(({ host_id, failing, ...row }) => [host_id, { ...hostNow((column) => row[column] ?? null), failing }]),
    );
    return hostIds.map((hostId) => found.get(hostId) ?? UNKNOWN_HOST);
  }

  /** The states of containers, in the same order. */
  async ofContainers(keys: readonly ContainerKey[]): Promise<ContainerNow[]> {
    return onSnapshot(this.database, (client) => containersNow(client, keys));
  }
}

function hostNow(values: (column: string) => number | null): Omit<HostNow, 'failing'> {
  const total = values('memory_total_bytes');
  return {
    cpuPercent: roundedOrNull(cpuPercent(values, BUSY_PARTS)),
    memoryUsedBytes: less(total, values('memory_available_bytes')),
    memoryTotalBytes: total,
  };
}

async function containersNow(client: ClientBase, keys: readonly ContainerKey[]): Promise<ContainerNow[]> {
  const values = [keys.map(({ hostId }) => hostId), keys.map(({ id }) => id)];
  const { rows } = await client.query<ContainerKey & { readonly stateId: number }>(IDS, values);
  const stateIds = new Map(rows.map(({ hostId, id, stateId }) => [`${hostId}/${id}`, stateId]));
  const blocks = await readNewest(client, {
    ...{ table: 'container_state', count: STATE_ROWS, fromMs: Date.now() - FRESH_MS },
    hostIds: [...new Set(rows.map(({ hostId }) => hostId))],
  });
  const wanted = new Set(stateIds.values());
  const newest = new Map<number, ContainerNow>();
  for (const [hostId, frames] of blocks) {
    const stored = frames.map((each) => ({ hostId, frames: each }));
    const told = readStates(CONTAINERS, false, stored, wanted).get(hostId)?.told ?? [];
    // In the order of time: the last one stays.
    for (const { id, ms, values: used } of told) newest.set(id, containerNow(used, ms));
  }
  return keys.map(({ hostId, id }) => newest.get(stateIds.get(`${hostId}/${id}`) ?? -1) ?? UNKNOWN_CONTAINER);
}

/** What a container uses, by a state as told of so many ms. */
export function containerNow(
  [cpuMs = null, memory = null, limit = null]: readonly (number | null)[],
  ms: number,
): ContainerNow {
  return { cpuPercent: roundedOrNull(percentOf(cpuMs, ms)), memoryBytes: memory, memoryLimitBytes: limit };
}

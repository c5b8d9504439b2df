import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { readStateHorizons } from '../../store/states/horizon.js';
import type { Column } from '../column.js';
import type { Grid } from '../grid.js';
import { onSnapshot } from '../snapshot.js';
import {
  type AskedHost,
  describeBuckets,
  refusalOfStateRange,
  refusalOfWhom,
  type StateAnswer,
  type StateRange,
  whichHosts,
  type WhichHosts,
} from './asked.js';
import { hostColumns, type HostValues } from './host-figures.js';
import { columnsOf, hostSeriesSql, type HostStateGroup } from './host-series.sql.js';
import { chooseStateGrid, type StateSegment, stateSegmentsOf } from './state-grid.js';

/** Which states of which hosts are asked for. */
export interface HostSeriesRequest extends StateRange, WhichHosts {
  readonly groups: readonly HostStateGroup[];
}

/** The states of one host over time, by name. */
export interface HostLine {
  readonly hostId: number;
  readonly columns: Readonly<Record<string, Column>>;
}

/** Answers the state of hosts over time: CPU, memory, load, packets waiting, connections, sockets. */
@Injectable()
export class HostSeriesQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** The states asked for, or what is wrong with the request. */
  async answer(request: HostSeriesRequest): Promise<Decoded<StateAnswer<HostLine>>> {
    const refusal =
      refusalOfStateRange(request) ??
      refusalOfWhom('hosts', request.hosts, request.filter, request.points) ??
      (request.groups.length === 0 ? { field: 'groups', reason: 'is empty: name at least one' } : null);
    if (refusal) return { ok: false, refusal };
    return onSnapshot(this.database, async (client) => {
      const asked = await whichHosts(client, request);
      return asked.ok ? { ok: true, value: await answerOn(client, request, asked.value) } : asked;
    });
  }
}

async function answerOn(
  client: ClientBase,
  request: HostSeriesRequest,
  hosts: readonly AskedHost[],
): Promise<StateAnswer<HostLine>> {
  const hostIds = hosts.map(({ hostId }) => hostId);
  const grid = chooseStateGrid(await readStateHorizons(client), request, hostIds.length);
  const segments = await stateSegmentsOf(client, grid, hostIds);
  const states = await readHostStates(client, grid, segments, request.groups, hostIds);
  return {
    ...describeBuckets(grid),
    lines: hostIds.map((hostId) => ({
      hostId,
      columns: hostColumns(request.groups, grid.count, (bucket) => states(hostId, bucket)),
    })),
  };
}

/** Reads what is stored of hosts, by host and bucket. */
export async function readHostStates(
  client: ClientBase,
  grid: Grid,
  segments: readonly StateSegment[],
  groups: readonly HostStateGroup[],
  hostIds: readonly number[],
): Promise<(hostId: number, bucket: number) => HostValues | null> {
  const columns = columnsOf(groups);
  const places = new Map(columns.map(({ name }, index) => [name, index + 2]));
  const { rows } = await client.query<(number | null)[]>({
    text: hostSeriesSql(grid, segments, columns),
    values: [hostIds],
    rowMode: 'array',
  });
  const byBucket = new Map(rows.map((row) => [`${row[0]}/${row[1]}`, row]));
  return (hostId, bucket) => {
    const row = byBucket.get(`${hostId}/${bucket}`);
    return row ? (name) => row[places.get(name) ?? -1] ?? null : null;
  };
}

import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { readStateHorizons } from '../../store/states/horizon.js';
import { CONTAINERS } from '../../store/states/kind.js';
import type { Column } from '../column.js';
import type { Filter } from '../filter.js';
import { onSnapshot } from '../snapshot.js';
import type { Statement } from '../sql.js';
import { CONTAINER_NAME } from '../stable-names.sql.js';
import {
  describeBuckets,
  inOrder,
  mostLines,
  refusalOfStateRange,
  refusalOfWhom,
  type StateAnswer,
  type StateRange,
  withoutNul,
} from './asked.js';
import { containersPassing, passing } from './passing.js';
import { containerColumns } from './container-figures.js';
import { readHostStates } from './host-series.query.js';
import { chooseStateGrid, ROWS_A_BLOCK, stateSegmentsOf } from './state-grid.js';
import { emptyThing, readThings } from './things.js';

/** Which containers' states are asked for. */
export interface ContainerSeriesRequest extends StateRange {
  readonly containers?: readonly string[] | null;
  readonly filter?: Filter | null;
}

/** The states of one container over time, by name. */
export interface ContainerLine {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  readonly columns: Readonly<Record<string, Column>>;
}

interface ContainerKey {
  readonly hostId: number;
  readonly id: string;
  readonly name: string;
  /** Null where no state was ever told of it. */
  readonly stateId: number | null;
}

const COLUMNS = `container.host_id AS "hostId", container.id, ${CONTAINER_NAME} AS name,
  (SELECT state_series_id FROM state_series WHERE state_series.host_id = container.host_id AND kind = 'container' AND key = container.id) AS "stateId"`;
const KEYS = `SELECT ${COLUMNS} FROM container WHERE container.id = ANY ($1::text[]) ORDER BY container.host_id`;

/** Answers what containers used over time: CPU and memory. */
@Injectable()
export class ContainerSeriesQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** The states asked for, or what is wrong with the request. */
  async answer(request: ContainerSeriesRequest): Promise<Decoded<StateAnswer<ContainerLine>>> {
    const refusal =
      refusalOfStateRange(request) ?? refusalOfWhom('containers', request.containers, request.filter, request.points);
    if (refusal) return { ok: false, refusal };
    return onSnapshot(this.database, async (client) => {
      const asked = await whichContainers(client, request);
      return asked.ok ? { ok: true, value: await answerOn(client, request, asked.value) } : asked;
    });
  }
}

async function whichContainers(
  client: ClientBase,
  { containers, filter, points }: ContainerSeriesRequest,
): Promise<Decoded<ContainerKey[]>> {
  if (filter) {
    const select = (statement: Statement): string => containersPassing(statement, COLUMNS, filter);
    return passing(client, mostLines(points), select);
  }
  const { rows } = await client.query<ContainerKey>(KEYS, [withoutNul(containers ?? [])]);
  return inOrder('containers', 'container', containers ?? [], new Map(rows.map((row) => [row.id, row])));
}

async function answerOn(
  client: ClientBase,
  request: ContainerSeriesRequest,
  keys: readonly ContainerKey[],
): Promise<StateAnswer<ContainerLine>> {
  const hostIds = [...new Set(keys.map(({ hostId }) => hostId))];
  const grid = chooseStateGrid(await readStateHorizons(client), request, hostIds.length * ROWS_A_BLOCK);
  const segments = await stateSegmentsOf(client, grid, hostIds);
  const ids = new Set(keys.flatMap(({ stateId }) => stateId ?? []));
  const things = await readThings(client, CONTAINERS, grid, segments, hostIds, ids);
  const hosts = await readHostStates(client, grid, segments, ['cpu'], hostIds);
  return {
    ...describeBuckets(grid),
    lines: keys.map(({ hostId, id, name, stateId }) => {
      const thing = things.get(hostId)?.things.get(stateId ?? -1) ?? emptyThing(grid);
      const coresIn = (bucket: number): number | null => hosts(hostId, bucket)?.('cores') ?? null;
      return { hostId, id, name, columns: containerColumns(thing, coresIn) };
    }),
  };
}

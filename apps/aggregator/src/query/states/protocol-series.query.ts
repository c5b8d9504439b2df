import { Inject, Injectable } from '@nestjs/common';
import type { Decoded, ProtocolCounter, Refusal } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { readStateHorizons } from '../../store/states/horizon.js';
import { PROTOCOLS } from '../../store/states/kind.js';
import { emptyBins } from '../bins.js';
import type { Column } from '../column.js';
import { refusalOfFilter } from '../filter.js';
import { onSnapshot } from '../snapshot.js';
import {
  describeBuckets,
  mostLines,
  refusalOfIds,
  refusalOfStateRange,
  type StateAnswer,
  type StateRange,
} from './asked.js';
import { protocolColumns } from './protocol-figures.js';
import { type AskedNamespace, askedNamespaces, knownNamespaces, type NamespacesAsked } from './protocol-keys.js';
import { chooseStateGrid, ROWS_A_BLOCK, stateSegmentsOf } from './state-grid.js';
import { emptyThing, readThings } from './things.js';

/** Which protocols of which network namespaces are asked for. */
export interface ProtocolSeriesRequest extends StateRange, NamespacesAsked {
  readonly counters: readonly ProtocolCounter[];
}

/** The protocols of one network namespace over time, by name. */
export interface ProtocolLine extends AskedNamespace {
  readonly columns: Readonly<Record<string, Column>>;
}

/** Answers what network namespaces counted by protocol over time. */
@Injectable()
export class ProtocolSeriesQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** The counters asked for, or what is wrong with the request. */
  async answer(request: ProtocolSeriesRequest): Promise<Decoded<StateAnswer<ProtocolLine>>> {
    const refusal = refusalOf(request);
    if (refusal) return { ok: false, refusal };
    return onSnapshot(this.database, async (client) => {
      const most = mostLines(request.points);
      const asked = await askedNamespaces(client, request, most);
      if (!asked.ok) return asked;
      if (asked.value.length > most) return { ok: false, refusal: refusalOfMany(asked.value.length, most) };
      return { ok: true, value: await answerOn(client, request, asked.value) };
    });
  }

  /** The counters of namespaces that were found already. */
  async answerOf(
    namespaces: readonly AskedNamespace[],
    request: StateRange & Pick<ProtocolSeriesRequest, 'counters'>,
  ): Promise<Decoded<StateAnswer<ProtocolLine>>> {
    const value = await onSnapshot(this.database, (client) => answerOn(client, request, namespaces));
    return { ok: true, value };
  }
}

function refusalOf(request: ProtocolSeriesRequest): Refusal | null {
  const { hosts, containers, interfaces, filter, points, counters } = request;
  const lists = { hosts: hosts ?? [], containers: containers ?? [], interfaces: interfaces ?? [] };
  const given = Object.entries(lists).filter(([, ids]) => ids.length > 0);
  const refusals = [
    refusalOfStateRange(request),
    given.length === 0 && !filter
      ? { field: 'hosts', reason: 'is empty, as are containers and interfaces: name some, or give a filter' }
      : null,
    filter && given[0] ? { field: 'filter', reason: `excludes ${given[0][0]}: give one of them` } : null,
    filter ? refusalOfFilter(filter) : null,
    ...given.map(([field, ids]) => refusalOfIds(field, ids, points)),
    counters.length === 0 ? { field: 'counters', reason: 'is empty: name at least one' } : null,
  ];
  return refusals.find((refusal) => refusal !== null) ?? null;
}

function refusalOfMany(count: number, most: number): Refusal {
  const reason = `make ${count} network namespaces with containers and interfaces: ask for ${most} at once, or for fewer points`;
  return { field: 'hosts', reason };
}

async function answerOn(
  client: ClientBase,
  request: StateRange & Pick<ProtocolSeriesRequest, 'counters'>,
  asked: readonly AskedNamespace[],
): Promise<StateAnswer<ProtocolLine>> {
  const known = await knownNamespaces(client, asked);
  const hostIds = [...new Set(known.map(({ hostId }) => hostId))];
  const grid = chooseStateGrid(await readStateHorizons(client), request, hostIds.length * ROWS_A_BLOCK);
  const segments = await stateSegmentsOf(client, grid, hostIds);
  const ids = new Set(known.flatMap(({ stateId }) => stateId ?? []));
  const hosts = await readThings(client, PROTOCOLS, grid, segments, hostIds, ids);
  return {
    ...describeBuckets(grid),
    lines: known.map(({ hostId, namespace, stateId, alive }) => {
      const host = hosts.get(hostId);
      const thing = host?.things.get(stateId ?? -1) ?? emptyThing(grid);
      const presence = host?.presence ?? emptyBins(grid);
      return { hostId, namespace, columns: protocolColumns(grid, request.counters, thing, presence, alive) };
    }),
  };
}

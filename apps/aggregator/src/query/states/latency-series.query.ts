import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { readStateHorizons } from '../../store/states/horizon.js';
import { LATENCIES } from '../../store/states/kind.js';
import { NATS_PEER } from '../../store/states/samples.js';
import type { Column } from '../column.js';
import { onSnapshot } from '../snapshot.js';
import {
  type AskedHost,
  describeBuckets,
  mostLines,
  refusalOfIds,
  refusalOfStateRange,
  refusalOfWhom,
  type StateAnswer,
  type StateRange,
  whichHosts,
  type WhichHosts,
  withoutNul,
} from './asked.js';
import { latencyColumns } from './latency-figures.js';
import { chooseStateGrid, ROWS_A_BLOCK, stateSegmentsOf } from './state-grid.js';
import { emptyThing, readThings } from './things.js';

/** Which ways are asked for: from these hosts, to these peers. */
export interface LatencySeriesRequest extends StateRange, WhichHosts {
  /** Ids of hosts, or NATS_PEER; null = all that they were told to look at. */
  readonly peers: readonly string[] | null;
}

/** The way from a host to a peer over time. */
export interface LatencyLine {
  readonly hostId: number;
  /** Id of a host, or NATS_PEER. */
  readonly peer: string;
  /** Null where the peer is no host that is known. */
  readonly peerHostId: number | null;
  readonly columns: Readonly<Record<string, Column>>;
}

interface Way {
  readonly hostId: number;
  readonly peer: string;
  readonly peerHostId: number | null;
  readonly stateId: number;
}

/** A thousand hosts look at eight peers each, and at NATS. */
export const MOST_WAYS = 10_000;

const WAYS = `
SELECT state_series.host_id AS "hostId", key AS peer, peer.host_id AS "peerHostId", state_series_id AS "stateId"
FROM unnest($1::int[]) WITH ORDINALITY AS asked (host_id, place) JOIN state_series USING (host_id)
LEFT JOIN host AS peer ON peer.id::text = state_series.key
WHERE kind = 'peer' AND ($2::text[] IS NULL OR key = ANY ($2::text[]))
ORDER BY place, key <> '${NATS_PEER}', peer.name, key`;

/** Answers how far hosts are from NATS and from each other, over time. */
@Injectable()
export class LatencySeriesQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** The distances asked for, or what is wrong with the request. */
  async answer(request: LatencySeriesRequest): Promise<Decoded<StateAnswer<LatencyLine>>> {
    const refusal =
      refusalOfStateRange(request) ??
      refusalOfWhom('hosts', request.hosts, request.filter, request.points) ??
      (request.peers && refusalOfIds('peers', request.peers, request.points));
    if (refusal) return { ok: false, refusal };
    return onSnapshot(this.database, async (client) => {
      const asked = await whichHosts(client, request);
      return asked.ok ? answerOn(client, request, asked.value) : asked;
    });
  }
}

async function answerOn(
  client: ClientBase,
  request: LatencySeriesRequest,
  hosts: readonly AskedHost[],
): Promise<Decoded<StateAnswer<LatencyLine>>> {
  const hostIds = hosts.map(({ hostId }) => hostId);
  const { rows: ways } = await client.query<Way>(WAYS, [hostIds, request.peers && withoutNul(request.peers)]);
  const most = mostLines(request.points, MOST_WAYS);
  if (ways.length > most) {
    const reason = `have ${ways.length} peers in all: ask for ${most} at once, of fewer hosts or peers, or for fewer points`;
    return { ok: false, refusal: { field: request.filter ? 'filter' : 'hosts', reason } };
  }
  const grid = chooseStateGrid(await readStateHorizons(client), request, hostIds.length * ROWS_A_BLOCK);
  const segments = await stateSegmentsOf(client, grid, hostIds);
  const ids = new Set(ways.map(({ stateId }) => stateId));
  const things = await readThings(client, LATENCIES, grid, segments, hostIds, ids);
  const lines = ways.map(({ stateId, ...way }) => ({
    ...way,
    columns: latencyColumns(things.get(way.hostId)?.things.get(stateId) ?? emptyThing(grid)),
  }));
  return { ok: true, value: { ...describeBuckets(grid), lines } };
}

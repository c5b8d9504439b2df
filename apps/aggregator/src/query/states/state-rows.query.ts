import { Inject, Injectable } from '@nestjs/common';
import type { Decoded, ProtocolCounter } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { readStateHorizons } from '../../store/states/horizon.js';
import { type Filter, refusalOfFilter } from '../filter.js';
import { MAX_POINTS } from '../series.js';
import { refusalOfRows } from '../most-rows.js';
import { onSnapshot } from '../snapshot.js';
import type { Statement } from '../sql.js';
import { MAX_LINES, refusalOfStateRange, type StateAnswer, type StateRange } from './asked.js';
import { type ContainerLine, ContainerSeriesQuery } from './container-series.query.js';
import { type HostLine, HostSeriesQuery } from './host-series.query.js';
import type { HostStateGroup } from './host-series.sql.js';
import { type LatencyLine, LatencySeriesQuery } from './latency-series.query.js';
import { containersPassing, hostsPassing, passing } from './passing.js';
import { type AskedNamespace, askedNamespaces } from './protocol-keys.js';
import { type ProtocolLine, ProtocolSeriesQuery } from './protocol-series.query.js';
import { chooseStateGrid } from './state-grid.js';
import { stretchesOf } from './stretches.js';

/** States of all that passes a filter, over a range of any length. */
export interface StateRowsRequest {
  readonly filter: Filter;
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Null = chosen to fit a chart. */
  readonly stepMs: number | null;
}

/** Piece by piece, the lines of some things over one stretch of time. */
export interface StatePieces<Line> {
  readonly pieces: AsyncIterable<StateAnswer<Line>>;
  /** Steps of all pieces together. */
  readonly stepCount: number;
}

/** More than a fleet has. */
const MOST_THINGS = 200_000;
/** A host looks at eight peers and NATS: so many hosts make no more lines than are read at once. */
const HOSTS_OF_WAYS = Math.floor(MAX_LINES / 9);

/** Reads states of any number of things and any length: some things at a time, and of them one stretch of time after the other. */
@Injectable()
export class StateRowsQuery {
  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly hostSeries: HostSeriesQuery,
    private readonly containerSeries: ContainerSeriesQuery,
    private readonly protocolSeries: ProtocolSeriesQuery,
    private readonly latencySeries: LatencySeriesQuery,
  ) {}

  /** Of hosts. */
  hosts(request: StateRowsRequest, groups: readonly HostStateGroup[]): Promise<Decoded<StatePieces<HostLine>>> {
    return this.open(
      request,
      () => this.hostIds(request),
      MAX_LINES,
      (hosts, range) => this.hostSeries.answer({ ...range, hosts, groups }),
    );
  }

  /** Of containers. */
  containers(request: StateRowsRequest): Promise<Decoded<StatePieces<ContainerLine>>> {
    const select = (statement: Statement): string => containersPassing(statement, 'container.id', request.filter);
    return this.open(
      request,
      () => this.idsOf(select),
      MAX_LINES,
      (containers, range) => this.containerSeries.answer({ ...range, containers }),
    );
  }

  /** Of network namespaces: those of containers where the filter asks for what is on hosts, else those of hosts. */
  protocols(
    request: StateRowsRequest,
    counters: readonly ProtocolCounter[],
  ): Promise<Decoded<StatePieces<ProtocolLine>>> {
    const read = (): Promise<Decoded<AskedNamespace[]>> =>
      onSnapshot(this.database, (client) => askedNamespaces(client, request, MOST_THINGS));
    return this.open(request, read, MAX_LINES, (namespaces, range) =>
      this.protocolSeries.answerOf(namespaces, { ...range, counters }),
    );
  }

  /** Of the ways from hosts to those that they look at. */
  latencies(request: StateRowsRequest): Promise<Decoded<StatePieces<LatencyLine>>> {
    return this.open(
      request,
      () => this.hostIds(request),
      HOSTS_OF_WAYS,
      (hosts, range) => this.latencySeries.answer({ ...range, hosts, peers: null }),
    );
  }

  private hostIds({ filter }: StateRowsRequest): Promise<Decoded<string[]>> {
    return this.idsOf((statement) => hostsPassing(statement, 'host.id::text', filter));
  }

  private async idsOf(select: (statement: Statement) => string): Promise<Decoded<string[]>> {
    const found = await onSnapshot(this.database, (client) =>
      passing<{ readonly id: string }>(client, MOST_THINGS, select),
    );
    return found.ok ? { ok: true, value: found.value.map(({ id }) => id) } : found;
  }

  private async open<Thing, Line>(
    request: StateRowsRequest,
    find: () => Promise<Decoded<Thing[]>>,
    count: number,
    read: (things: readonly Thing[], range: StateRange) => Promise<Decoded<StateAnswer<Line>>>,
  ): Promise<Decoded<StatePieces<Line>>> {
    const { filter, fromMs, toMs } = request;
    const refusal = refusalOfStateRange({ fromMs, toMs, points: MAX_POINTS }) ?? refusalOfFilter(filter);
    if (refusal) return { ok: false, refusal };
    const stepMs = await this.stepOf(request);
    if (!stepMs.ok) return stepMs;
    const things = await find();
    if (!things.ok) return things;
    const rows = things.value.length * Math.ceil((toMs - fromMs) / stepMs.value);
    const tooMany = refusalOfRows(rows, 'step', 'a longer step, a shorter range or a filter');
    if (tooMany) return { ok: false, refusal: tooMany };
    const stretches = [...stretchesOf(fromMs, toMs, stepMs.value)];
    const steps = stretches.reduce((sum, { points }) => sum + points, 0);
    const stepCount = Math.ceil(things.value.length / count) * steps;
    return { ok: true, value: { stepCount, pieces: readPieces(things.value, count, stretches, read) } };
  }

  /** As fine as what is kept of the begin of the range. */
  private async stepOf({ fromMs, toMs, stepMs }: StateRowsRequest): Promise<Decoded<number>> {
    const horizons = await onSnapshot(this.database, readStateHorizons);
    if (stepMs === null) {
      return { ok: true, value: chooseStateGrid(horizons, { fromMs, toMs, points: MAX_POINTS }, 1).stepMs };
    }
    const finestMs = chooseStateGrid(horizons, { fromMs, toMs: fromMs + 1, points: 1 }, 1).stepMs;
    if (stepMs >= finestMs) return { ok: true, value: stepMs };
    const reason = `is finer than what is kept of that time: ask for ${finestMs / 1_000} s or more, or of a later time`;
    return { ok: false, refusal: { field: 'step', reason } };
  }
}

async function* readPieces<Thing, Line>(
  things: readonly Thing[],
  count: number,
  stretches: readonly StateRange[],
  read: (things: readonly Thing[], range: StateRange) => Promise<Decoded<StateAnswer<Line>>>,
): AsyncGenerator<StateAnswer<Line>> {
  for (let first = 0; first < things.length; first += count) {
    for (const stretch of stretches) {
      const answer = await read(things.slice(first, first + count), stretch);
      // It was forgotten meanwhile: what is written so far must not be taken for the whole.
      if (!answer.ok) throw new Error(`${answer.refusal.field} ${answer.refusal.reason}`);
      yield answer.value;
    }
  }
}

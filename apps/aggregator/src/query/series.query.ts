import { Inject, Injectable } from '@nestjs/common';
import type { Counter, Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { readHorizons } from '../store/rollup/horizon.js';
import type { Bins } from './bins.js';
import { coveredBins, ratesPerSecond } from './fill.js';
import { extentOf, finestStepMs, resolutionOf } from './extent.js';
import { chooseGrid, endOf, type Grid } from './grid.js';
import { InterfaceRepository, type InterfaceRow } from './interfaces.js';
import { type GroupSeries, MAX_SERIES, rateName, refusalOf, type SeriesAnswer, type SeriesRequest } from './series.js';
import { onSnapshot } from './snapshot.js';
import { readPresence, readTraffic, readUnread, type UnitTraffic } from './stored.js';
import { type Member, unitsOf } from './units.js';

/** A unit with what it counted and how much of each bucket is covered. */
interface FilledUnit {
  readonly group: string;
  readonly covered: Bins;
  readonly traffic: UnitTraffic | undefined;
}

/** Answers what charts ask: rates over time, with gaps told apart from zeros. */
@Injectable()
export class SeriesQuery {
  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly interfaces: InterfaceRepository,
  ) {}

  /** The rates asked for, or what is wrong with the request. */
  async answer(request: SeriesRequest): Promise<Decoded<SeriesAnswer>> {
    const refusal = refusalOf(request);
    if (refusal) return { ok: false, refusal };
    const members = await this.membersOf(request);
    if (!members.ok) return members;
    const { grid, units } = await onSnapshot(this.database, async (client) => {
      const minStepMs = finestStepMs(await readHorizons(client), request.fromMs);
      const chosen = chooseGrid(request.fromMs, request.toMs, request.points, minStepMs);
      return { grid: chosen, units: await fillUnits(client, chosen, members.value, request) };
    });
    return { ok: true, value: { ...describe(grid), series: seriesOf(grid, units, request.counters) } };
  }

  private async membersOf({ interfaces: asked, filter, grouping }: SeriesRequest): Promise<Decoded<Member[]>> {
    const found = asked ? await this.interfaces.byNetIds(asked) : await this.interfaces.find(filter ?? {});
    const known = new Set(found.map(({ netId }) => netId));
    const unknown = asked?.find((netId) => !known.has(netId));
    if (unknown !== undefined) return refuse('interfaces', `holds ${unknown}, which is no interface`);
    if (grouping === 'interface' && found.length > MAX_SERIES) {
      const reason = `matches ${found.length} interfaces: narrow it to ${MAX_SERIES}, or group them`;
      return refuse(asked ? 'interfaces' : 'filter', reason);
    }
    return { ok: true, value: found.map(asMember) };
  }
}

async function fillUnits(
  client: ClientBase,
  grid: Grid,
  members: readonly Member[],
  { counters, grouping }: SeriesRequest,
): Promise<FilledUnit[]> {
  if (members.length === 0) return [];
  const hostIds = [...new Set(members.map(({ hostId }) => hostId))];
  const extent = await extentOf(client, grid, hostIds);
  const presence = await readPresence(client, extent, hostIds);
  const unread = await readUnread(
    client,
    extent,
    members.map(({ seriesId }) => seriesId),
  );
  const units = unitsOf(members, grouping, new Set(unread.keys()));
  const traffic = await readTraffic(client, extent, units, counters);
  return units.map((unit, index) => {
    const known = {
      presence: presence.get(unit.hostId),
      unread: unread.get(unit.seriesIds[0] ?? 0),
      alive: unit.alive,
      sampled: traffic.get(index)?.sampled,
      clip: grouping === 'interface',
    };
    return { group: unit.group, covered: coveredBins(grid, known), traffic: traffic.get(index) };
  });
}

function seriesOf(grid: Grid, units: readonly FilledUnit[], counters: readonly Counter[]): GroupSeries[] {
  const groups = new Map<string, FilledUnit[]>();
  for (const unit of units) groups.set(unit.group, [...(groups.get(unit.group) ?? []), unit]);
  return [...groups].map(([group, members]) => ({
    group,
    columns: Object.fromEntries(counters.map((counter) => [rateName(counter), ratesOf(grid, members, counter)])),
  }));
}

function ratesOf(grid: Grid, units: readonly FilledUnit[], counter: Counter): (number | null)[] {
  const parts = units.map(({ covered, traffic }) => ({ covered, sums: traffic?.sums.get(counter) }));
  return ratesPerSecond(grid, parts);
}

function describe(grid: Grid): Omit<SeriesAnswer, 'series'> {
  return {
    fromMs: grid.startMs,
    toMs: endOf(grid),
    stepMs: grid.stepMs,
    resolution: resolutionOf(grid),
    at: Array.from({ length: grid.count }, (_, bucket) => grid.startMs + bucket * grid.stepMs),
  };
}

function asMember(row: InterfaceRow): Member {
  const alive = { fromMs: row.firstAt.getTime(), untilMs: row.goneAt?.getTime() ?? Infinity };
  return { seriesId: row.seriesId, netId: row.netId, hostId: row.hostId, hostUuid: row.hostUuid, alive };
}

function refuse<T>(field: string, reason: string): Decoded<T> {
  return { ok: false, refusal: { field, reason } };
}

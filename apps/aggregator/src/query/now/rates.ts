import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { COUNTERS, type PerCounter, perCounter } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { onSnapshot } from '../snapshot.js';
import { averagesOf } from '../group-averages.js';
import { roundedRate } from '../group-bins.js';
import type { HostUnits } from '../members.js';
import { sumWindows } from '../window-sums.js';
import { type LiveHost, liveHosts } from './hosts-told.js';
import { readNewest } from './newest-blocks.js';

/** Interfaces of one host whose rates are asked for together. */
export interface NowUnit {
  readonly hostId: number;
  readonly seriesIds: readonly number[];
}

/** Rates per second of each counter; null = not known now. */
export type NowRates = PerCounter<number> | null;

/** Rates of now are those of the newest samples of so long, and of one sample at least. */
const WINDOW_MS = 5_000;
/** Rows of a host that are read: a second each, mostly. */
const ROWS = 6;
/** A row begins at most so long before its last sample ends. */
const REACH_MS = 90_000;
const HOSTS_A_TURN = 100;
const ALWAYS = { fromMs: -Infinity, untilMs: Infinity };

/** Answers how much passes now: of many interfaces, what they belong to, or networks at once, by two statements and one read of blocks. */
@Injectable()
export class NowRatesQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** The rates of each unit, in the same order. */
  async of(units: readonly NowUnit[]): Promise<NowRates[]> {
    return onSnapshot(this.database, (client) => ratesOf(client, units));
  }

  /** The rates of networks: of the container interfaces that are on them. */
  async ofNetworks(keys: readonly { readonly hostId: number; readonly id: string }[]): Promise<NowRates[]> {
    return onSnapshot(this.database, async (client) => {
      const values = [keys.map(({ hostId }) => hostId), keys.map(({ id }) => id)];
      const { rows } = await client.query<NowUnit & { readonly id: string }>(MEMBERS, values);
      const found = new Map(rows.map((row) => [`${row.hostId}/${row.id}`, row]));
      const units = keys.map(({ hostId, id }) => found.get(`${hostId}/${id}`) ?? { hostId, seriesIds: [] });
      return ratesOf(client, units);
    });
  }
}

const MEMBERS = `
SELECT host_id AS "hostId", network_id AS id, array_agg(series_id) AS "seriesIds" FROM series
WHERE (host_id, network_id) IN (SELECT * FROM unnest($1::int[], $2::text[])) AND class = 'container' AND gone_at IS NULL
GROUP BY host_id, network_id`;

async function ratesOf(client: ClientBase, units: readonly NowUnit[]): Promise<NowRates[]> {
  const asked = units.filter(({ seriesIds }) => seriesIds.length > 0);
  const hosts = await liveHosts(
    client,
    asked.map(({ hostId }) => hostId),
  );
  const blocks = await readNewest(client, {
    ...{ table: 'traffic_recent', count: ROWS },
    hostIds: hosts.map(({ hostId }) => hostId),
    fromMs: Math.min(...hosts.map(({ lastSeenMs }) => lastSeenMs)) - REACH_MS,
  });
  const rates = new Map<NowUnit, NowRates>();
  const unitsOf = byHost(asked);
  for (const [place, host] of hosts.entries()) {
    // Of a thousand hosts it takes a tenth of a second, in which others have their turns.
    if (place % HOSTS_A_TURN === 0) await nextTurn();
    const own = unitsOf.get(host.hostId) ?? [];
    ratesOnHost(host, own, blocks.get(host.hostId) ?? []).forEach((each, index) => {
      const unit = own[index];
      if (unit) rates.set(unit, each);
    });
  }
  return units.map((unit) => rates.get(unit) ?? null);
}

function byHost(units: readonly NowUnit[]): Map<number, NowUnit[]> {
  const found = new Map<number, NowUnit[]>();
  for (const unit of units) {
    const own = found.get(unit.hostId);
    if (own) own.push(unit);
    else found.set(unit.hostId, [unit]);
  }
  return found;
}

function ratesOnHost(
  { hostId, lastSeenMs, intervalMs }: LiveHost,
  units: readonly NowUnit[],
  blocks: Buffer[],
): NowRates[] {
  const window = { fromMs: lastSeenMs - Math.max(WINDOW_MS, intervalMs), untilMs: lastSeenMs };
  const host: HostUnits = {
    ...{ hostId, coarseMs: Infinity },
    units: units.map(({ seriesIds }, group) => ({ group, seriesIds, alive: ALWAYS })),
  };
  const segment = { resolution: 'raw', ...window } as const;
  const sums = sumWindows({ host, segments: [{ segment, blocks }] }, [window], COUNTERS);
  return averagesOf(units.length, [sums], [window]).map(([average]) => {
    const perSecond = average?.perSecond;
    return perSecond ? perCounter((_, index) => roundedRate(perSecond[index] ?? 0)) : null;
  });
}

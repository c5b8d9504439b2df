import { Inject, Injectable } from '@nestjs/common';
import type { Counter, Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { LONGEST_SAMPLE_MS } from '../store/block/window.js';
import { type Filter, refusalOfFilter } from './filter.js';
import { averagesOf, type GroupAverage } from './group-averages.js';
import { compareGroups, type Group, type Grouping } from './grouping.js';
import { readHosts } from './host-blocks.js';
import { readMembers, unknownInterface } from './members.js';
import { MAX_SERIES, refusalOfGrouping } from './series.js';
import { onSnapshot } from './snapshot.js';
import { sumWindows } from './window-sums.js';

/** Which averages are asked, and of whom. */
export interface AveragesRequest {
  readonly interfaces: readonly string[] | null;
  readonly filter: Filter | null;
  readonly grouping: Grouping;
  readonly counters: readonly Counter[];
  /** When the windows end, ms since 1970; null = with the newest sample stored. */
  readonly atMs: number | null;
}

/** Averages of groups over the windows that end at one moment. */
export interface AveragesAnswer {
  readonly atMs: number;
  readonly groups: readonly GroupAverages[];
}

/** The averages of one group, for each counter asked. */
export interface GroupAverages extends Group {
  readonly oneMinute: GroupAverage;
  readonly fiveMinutes: GroupAverage;
  readonly fifteenMinutes: GroupAverage;
}

const MINUTE_MS = 60_000;
const WINDOWS_MINUTES = [1, 5, 15] as const;
const LONGEST_WINDOW_MS = 15 * MINUTE_MS;
const UNKNOWN: GroupAverage = { coveredMs: 0, perSecond: null };

/** Answers the 1, 5 and 15 minute averages of any group, from raw samples: there is nothing to rebuild after a restart. */
@Injectable()
export class AveragesQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** The averages asked for, or what is wrong with the request. */
  async answer(request: AveragesRequest): Promise<Decoded<AveragesAnswer>> {
    const refusal =
      (request.counters.length === 0 ? { field: 'counters', reason: 'is empty: name at least one' } : null) ??
      refusalOfGrouping(request.grouping) ??
      (request.interfaces && request.filter
        ? { field: 'filter', reason: 'excludes interfaces: give one of them' }
        : null) ??
      (request.filter && refusalOfFilter(request.filter));
    if (refusal) return { ok: false, refusal };
    return onSnapshot(this.database, (client) => answerOn(client, request));
  }
}

async function answerOn(client: ClientBase, request: AveragesRequest): Promise<Decoded<AveragesAnswer>> {
  const unknown = await unknownInterface(client, request.interfaces ?? []);
  if (unknown !== null) {
    return { ok: false, refusal: { field: 'interfaces', reason: `holds ${unknown}, which is no interface` } };
  }
  const atMs = request.atMs ?? (await newestMs(client));
  const members = await readMembers(client, { ...request, fromMs: atMs - LONGEST_WINDOW_MS, toMs: atMs });
  if (members.groups.length > MAX_SERIES) {
    const reason = `makes ${members.groups.length} groups: narrow it to ${MAX_SERIES}, or group by less`;
    return { ok: false, refusal: { field: request.interfaces ? 'interfaces' : 'filter', reason } };
  }
  const windows = WINDOWS_MINUTES.map((minutes) => ({ fromMs: atMs - minutes * MINUTE_MS, untilMs: atMs }));
  // A sample that began before the longest window may reach into it.
  const raw = { resolution: 'raw', fromMs: atMs - LONGEST_WINDOW_MS - LONGEST_SAMPLE_MS, untilMs: atMs } as const;
  const hosts = [];
  for await (const blocks of readHosts(client, [raw], members.hosts)) {
    hosts.push(sumWindows(blocks, windows, request.counters));
  }
  const averages = averagesOf(members.groups.length, hosts, windows);
  const groups = members.groups.map((group, index) => {
    const [oneMinute = UNKNOWN, fiveMinutes = UNKNOWN, fifteenMinutes = UNKNOWN] = averages[index] ?? [];
    return { ...group, oneMinute, fiveMinutes, fifteenMinutes };
  });
  return { ok: true, value: { atMs, groups: groups.sort(compareGroups) } };
}

/** The end of the newest stored sample; a host whose clock is ahead does not make all others look silent. */
async function newestMs(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ ms: number }>(
    `SELECT (extract(epoch FROM least(max(last_seen), now())) * 1000)::float8 AS ms FROM host`,
  );
  return rows[0]?.ms ?? 0;
}

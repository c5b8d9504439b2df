import { Inject, Injectable } from '@nestjs/common';
import type { Counter, Decoded, Refusal } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { LONGEST_SAMPLE_MS } from '../store/block/window.js';
import { type Filter, refusalOfFilter } from './filter.js';
import { averagesOf, type GroupAverage } from './group-averages.js';
import { compareGroups, type Group, type Grouping } from './grouping.js';
import { readHosts } from './host-blocks.js';
import { partsOfMembers } from './member-parts.js';
import { type Members, readMembers, unknownInterface } from './members.js';
import { refusalOfRows } from './most-rows.js';
import { MAX_SERIES, refusalOfGrouping } from './series.js';
import { onSnapshot } from './snapshot.js';
import { WideTurns } from './wide-turns.js';
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

/** Averages of some groups at a time. */
export interface AveragesParts {
  readonly parts: AsyncIterable<AveragesAnswer>;
  /** One for each window of each group, in all parts. */
  readonly rowCount: number;
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
  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly wide: WideTurns,
  ) {}

  /** The averages asked for, or what is wrong with the request. */
  async answer(request: AveragesRequest): Promise<Decoded<AveragesAnswer>> {
    const refusal = refusalOf(request);
    if (refusal) return { ok: false, refusal };
    const read = async (client: ClientBase): Promise<Decoded<AveragesAnswer>> => {
      const asked = await membersOf(client, request, MAX_SERIES);
      return asked.ok ? { ok: true, value: await answerOn(client, request.counters, asked.value) } : asked;
    };
    return this.wide.answer(request, () => onSnapshot(this.database, read));
  }

  /** The same of any number of groups, some at a time, each part on a snapshot of its own. */
  async open(request: AveragesRequest): Promise<Decoded<AveragesParts>> {
    const refusal = refusalOf(request);
    if (refusal) return { ok: false, refusal };
    const asked = await onSnapshot(this.database, (client) => membersOf(client, request, Infinity));
    if (!asked.ok) return asked;
    const rowCount = WINDOWS_MINUTES.length * asked.value.members.groups.length;
    const tooMany = refusalOfRows(rowCount, 'groupBy', 'a filter, or by grouping by less');
    return tooMany
      ? { ok: false, refusal: tooMany }
      : { ok: true, value: { rowCount, parts: this.readParts(request.counters, asked.value) } };
  }

  private async *readParts(counters: readonly Counter[], { atMs, members }: Asked): AsyncGenerator<AveragesAnswer> {
    for (const part of partsOfMembers(members, MAX_SERIES)) {
      yield await onSnapshot(this.database, (client) => answerOn(client, counters, { atMs, members: part }));
    }
  }
}

interface Asked {
  readonly atMs: number;
  readonly members: Members;
}

function refusalOf({ counters, grouping, interfaces, filter }: AveragesRequest): Refusal | null {
  return (
    (counters.length === 0 ? { field: 'counters', reason: 'is empty: name at least one' } : null) ??
    refusalOfGrouping(grouping) ??
    (interfaces && filter ? { field: 'filter', reason: 'excludes interfaces: give one of them' } : null) ??
    (filter && refusalOfFilter(filter))
  );
}

async function membersOf(client: ClientBase, request: AveragesRequest, most: number): Promise<Decoded<Asked>> {
  const unknown = await unknownInterface(client, request.interfaces ?? []);
  if (unknown !== null) {
    return { ok: false, refusal: { field: 'interfaces', reason: `holds ${unknown}, which is no interface` } };
  }
  const atMs = request.atMs ?? (await newestMs(client));
  const members = await readMembers(client, { ...request, fromMs: atMs - LONGEST_WINDOW_MS, toMs: atMs });
  if (members.groups.length <= most) return { ok: true, value: { atMs, members } };
  const reason = `makes ${members.groups.length} groups: narrow it to ${most}, or group by less`;
  return { ok: false, refusal: { field: request.interfaces ? 'interfaces' : 'filter', reason } };
}

async function answerOn(
  client: ClientBase,
  counters: readonly Counter[],
  { atMs, members }: Asked,
): Promise<AveragesAnswer> {
  const windows = WINDOWS_MINUTES.map((minutes) => ({ fromMs: atMs - minutes * MINUTE_MS, untilMs: atMs }));
  // A sample that began before the longest window may reach into it.
  const raw = { resolution: 'raw', fromMs: atMs - LONGEST_WINDOW_MS - LONGEST_SAMPLE_MS, untilMs: atMs } as const;
  const hosts = [];
  for await (const blocks of readHosts(client, [raw], members.hosts)) {
    hosts.push(sumWindows(blocks, windows, counters));
  }
  const averages = averagesOf(members.groups.length, hosts, windows);
  const groups = members.groups.map((group, index) => {
    const [oneMinute = UNKNOWN, fiveMinutes = UNKNOWN, fifteenMinutes = UNKNOWN] = averages[index] ?? [];
    return { ...group, oneMinute, fiveMinutes, fifteenMinutes };
  });
  return { atMs, groups: groups.sort(compareGroups) };
}

/** The end of the newest stored sample; a host whose clock is ahead does not make all others look silent. */
async function newestMs(client: ClientBase): Promise<number> {
  const { rows } = await client.query<{ ms: number }>(
    `SELECT (extract(epoch FROM least(max(last_seen), now())) * 1000)::float8 AS ms FROM host`,
  );
  return rows[0]?.ms ?? 0;
}

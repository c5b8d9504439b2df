import type { ClientBase } from 'pg';
import { type PackedKind, CONTAINERS, PROTOCOLS } from '../../store/states/kind.js';
import { emptyBins } from '../bins.js';
import type { Column } from '../column.js';
import { containerSql, hostSql } from '../filter.sql.js';
import type { Grid } from '../grid.js';
import { allOf, Statement } from '../sql.js';
import { CONTAINER_NAME } from '../stable-names.sql.js';
import { containerColumns } from '../states/container-figures.js';
import { hostColumns } from '../states/host-figures.js';
import { readHostStates } from '../states/host-series.query.js';
import type { HostStateGroup } from '../states/host-series.sql.js';
import { protocolColumns } from '../states/protocol-figures.js';
import { knownNamespaces } from '../states/protocol-keys.js';
import { type StateSegment, stateSegmentsOf } from '../states/state-grid.js';
import { emptyThing, type HostThings, readThings } from '../states/things.js';
import type { WatchedLevel } from '../watched/scope-keys.js';
import type { PastAsked, PastOf } from './past.js';

/** The finest that states are kept of for long. */
export const STATE_STEP_MS = 5 * 60_000;
const HOSTS_AT_ONCE = 25;

type Columns = Readonly<Record<string, Column>>;

/** A figure of a host, from columns of its states. */
const OF_HOST: Readonly<
  Record<string, { readonly groups: readonly HostStateGroup[]; readonly of: readonly string[] }>
> = {
  cpuPercent: { groups: ['cpu'], of: ['cpuPercent'] },
  memoryPercent: { groups: ['memory'], of: ['memoryUsedPercent'] },
  memoryBytes: { groups: ['memory'], of: ['memoryUsedBytes'] },
  loadPerCore: { groups: ['load', 'cpu'], of: ['loadFiveMinutes', 'cores'] },
  softnetDroppedPerSecond: { groups: ['softnet'], of: ['softnetDroppedPerSecond'] },
  conntrackPercent: { groups: ['conntrack'], of: ['conntrackUsed', 'conntrackMaximum'] },
};
const OF_CONTAINER: Readonly<Record<string, string>> = {
  cpuPercent: 'cpuPercent',
  memoryPercent: 'memoryPercentOfLimit',
  memoryBytes: 'memoryBytes',
};
const OF_PROTOCOLS = {
  tcpSegmentsPerSecond: ['tcpOutSegments'],
  tcpRetransmitsPerSecond: ['tcpRetransmittedSegments'],
  tcpResetsPerSecond: ['tcpOutResets'],
  udpBufferErrorsPerSecond: [
    'udpReceiveBufferErrors',
    'udpSendBufferErrors',
    'udp6ReceiveBufferErrors',
    'udp6SendBufferErrors',
  ],
} as const;
const PROTOCOL_COUNTERS = [...new Set(Object.values(OF_PROTOCOLS).flat())];
const RATIO_PERCENT: Readonly<Record<string, number>> = { conntrackPercent: 100, loadPerCore: 1 };

/** Whether the past of a figure is that of states. */
export function hasStatePast(figure: string, level: WatchedLevel): boolean {
  if (level === 'host') return figure in OF_HOST || figure in OF_PROTOCOLS;
  return level === 'container' && (figure in OF_CONTAINER || figure in OF_PROTOCOLS);
}

interface Stated {
  readonly hostId: number;
  readonly key: string;
  readonly name: string;
  /** `host` of a host, null of a container that shares it. */
  readonly namespace: string | null;
  readonly stateId: number | null;
}

interface Reading {
  readonly client: ClientBase;
  readonly grid: Grid;
  readonly segments: readonly StateSegment[];
  readonly hostIds: readonly number[];
  readonly figures: readonly string[];
}

/** Reads states of all that a filter means, some hosts at a time; answers how many there are: none is read of more than the most. */
export async function readStatePast(
  client: ClientBase,
  { asked, grid, most }: { readonly asked: PastAsked; readonly grid: Grid; readonly most: number },
  take: (subject: PastOf) => void,
): Promise<number> {
  const all = await stated(client, asked);
  if (all.length > most) return all.length;
  const hostIds = [...new Set(all.map(({ hostId }) => hostId))];
  for (let first = 0; first < hostIds.length; first += HOSTS_AT_ONCE) {
    const some = hostIds.slice(first, first + HOSTS_AT_ONCE);
    const segments = await stateSegmentsOf(client, grid, some);
    const reading = { client, grid, segments, hostIds: some, figures: asked.figures };
    const own = all.filter(({ hostId }) => some.includes(hostId));
    const [states, protocols] = [
      await READERS[asked.level === 'host' ? 'host' : 'container'](reading, own),
      await ofProtocols(reading, own),
    ];
    own.forEach((each, index) => {
      const columns = { ...states[index], ...protocols[index] };
      const known = asked.figures.map((figure) => [figure, columns[figure] ?? new Float64Array(grid.count).fill(NaN)]);
      take({ key: each.key, name: each.name, figures: Object.fromEntries(known) as PastOf['figures'] });
    });
  }
  return all.length;
}

async function stated(client: ClientBase, { level, filter }: PastAsked): Promise<Stated[]> {
  const statement = new Statement();
  const sql =
    level === 'host'
      ? `SELECT host_id AS "hostId", id::text AS key, name, 'host' AS namespace, NULL::int AS "stateId"
         FROM host WHERE ${hostSql(statement, filter)}`
      : `SELECT container.host_id AS "hostId", container.id AS key, ${CONTAINER_NAME} || ' on ' || host.name AS name, namespace,
         state_series_id AS "stateId" FROM container JOIN host USING (host_id)
         LEFT JOIN state_series ON state_series.host_id = container.host_id AND kind = 'container' AND key = container.id
         WHERE ${allOf([containerSql(statement, filter), 'container.gone_at IS NULL'])}`;
  return (await client.query<Stated>(`${sql} ORDER BY 1, 2`, statement.values)).rows;
}

type Figures = Record<string, Float64Array>;
type Read = (reading: Reading, own: readonly Stated[]) => Promise<Figures[]>;

const READERS: Readonly<Record<'host' | 'container', Read>> = { host: ofHosts, container: ofContainers };

async function ofHosts(
  { client, grid, segments, hostIds, figures }: Reading,
  own: readonly Stated[],
): Promise<Figures[]> {
  const asked = figures.flatMap((figure) => OF_HOST[figure] ?? []);
  const groups = [...new Set(asked.flatMap((each) => each.groups))];
  if (groups.length === 0) return [];
  const states = await readHostStates(client, grid, segments, groups, hostIds);
  return own.map(({ hostId }) => {
    const columns = hostColumns(groups, grid.count, (bucket) => states(hostId, bucket));
    return figuresOf(figures, (figure) => {
      const [part, whole] = (OF_HOST[figure]?.of ?? []).map((name) => numbersOf(columns[name], grid));
      return whole ? part?.map((value, at) => (value / (whole[at] ?? NaN)) * (RATIO_PERCENT[figure] ?? 1)) : part;
    });
  });
}

async function ofContainers(reading: Reading, own: readonly Stated[]): Promise<Figures[]> {
  if (!reading.figures.some((figure) => figure in OF_CONTAINER)) return [];
  const things = await thingsOf(
    reading,
    CONTAINERS,
    own.flatMap(({ stateId }) => stateId ?? []),
  );
  return own.map(({ hostId, stateId }) => {
    const thing = things.get(hostId)?.things.get(stateId ?? -1) ?? emptyThing(reading.grid);
    return figuresFrom(
      reading,
      containerColumns(thing, () => null),
      (figure) => OF_CONTAINER[figure],
    );
  });
}

async function ofProtocols(reading: Reading, own: readonly Stated[]): Promise<Figures[]> {
  const { client, grid, figures } = reading;
  if (!figures.some((figure) => figure in OF_PROTOCOLS)) return [];
  const known = await knownNamespaces(client, own);
  const things = await thingsOf(
    reading,
    PROTOCOLS,
    known.flatMap(({ stateId }) => stateId ?? []),
  );
  return known.map(({ hostId, stateId, alive }, index) => {
    if (own[index]?.namespace === null) return {};
    const host = things.get(hostId);
    const thing = host?.things.get(stateId ?? -1) ?? emptyThing(grid);
    const columns: Columns = protocolColumns(grid, PROTOCOL_COUNTERS, thing, host?.presence ?? emptyBins(grid), alive);
    return figuresOf(figures, (figure) => {
      const counters: readonly string[] = OF_PROTOCOLS[figure as keyof typeof OF_PROTOCOLS] ?? [];
      const all = counters.map((counter) => numbersOf(columns[`${counter}PerSecond`], grid));
      // What one kernel does not tell, such as IPv6, does not hide the others.
      return all[0]?.map((_, at) => all.reduce((sum, each) => added(sum, each[at] ?? NaN), NaN));
    });
  });
}

function thingsOf(
  { client, grid, segments, hostIds }: Reading,
  kind: PackedKind,
  ids: readonly number[],
): Promise<Map<number, HostThings>> {
  return readThings(client, kind, grid, segments, hostIds, new Set(ids));
}

function figuresFrom(
  { figures, grid }: Reading,
  columns: Columns,
  nameOf: (figure: string) => string | undefined,
): Figures {
  return figuresOf(figures, (figure) => numbersOf(columns[nameOf(figure) ?? ''], grid));
}

function figuresOf(figures: readonly string[], valuesOf: (figure: string) => Float64Array | undefined): Figures {
  return Object.fromEntries(
    figures.flatMap((figure) => {
      const values = valuesOf(figure);
      return values ? [[figure, values] as const] : [];
    }),
  );
}

function numbersOf(column: Column | undefined, { count }: Grid): Float64Array {
  return column ? Float64Array.from(column, (value) => value ?? NaN) : new Float64Array(count).fill(NaN);
}

const added = (sum: number, more: number): number => (Number.isNaN(sum) ? more : Number.isNaN(more) ? sum : sum + more);

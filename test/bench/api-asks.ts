import type { LiveView } from './api-live.js';
import type { Ask } from './api-load.js';

const MINUTE_MS = 60_000;

/** What is known of the fleet that is asked about. */
export interface Known {
  readonly hostIds: readonly string[];
  readonly netIds: readonly string[];
}

/** Of the hosts and interfaces as many are asked about as people look at, who do not all look at the same ones. */
const HOSTS_LOOKED_AT = 40;
const INTERFACES_LOOKED_AT = 100;

/** The question at a place in the order of asking, asked at a moment, ms since 1970. */
export type AskAt = (place: number, nowMs: number) => Ask;

/** What people and their dashboards ask, by turns: of the time until now. */
export function usualAsks({ hostIds, netIds }: Known): AskAt {
  const hosts = some(hostIds, HOSTS_LOOKED_AT);
  const interfaces = some(netIds, INTERFACES_LOOKED_AT);
  const turns: ((round: number, nowMs: number) => Ask)[] = [
    () => graphql('hosts', '{ hosts(first: 50) { totalCount nodes { id name state rates } pageInfo { endCursor } } }'),
    (_, nowMs) => seriesOf('series top hosts', 15, nowMs, { groupBy: ['HOST'], top: { count: 10 } }),
    (_, nowMs) => seriesOf('series all', 15, nowMs, { groupBy: ['ALL'] }),
    (_, nowMs) => seriesOf('series networks', 60, nowMs, { groupBy: ['NETWORK'], top: { count: 10 } }),
    ...times(4, (turn) => (round: number, nowMs: number) => {
      const id = hosts[(round * 4 + turn) % hosts.length];
      return seriesOf('series of a host', 15, nowMs, { filter: { hosts: [id] } });
    }),
    () =>
      graphql(
        'interfaces',
        '{ interfaces(first: 50, filter: { classes: [CONTAINER], text: "web" }) { nodes { id name host { name } containers { name } } } }',
      ),
    () => graphql('search', '{ search(text: "web", first: 20) { kind id name where } }'),
    ...times(4, (turn) => (round: number) => statsOf(interfaces[(round * 4 + turn) % interfaces.length] as string)),
  ];
  return (place, nowMs) => inTurn(turns, place)(Math.floor(place / turns.length), nowMs);
}

/** Questions that stay the same, by turns. */
export function byTurns(asks: readonly Ask[]): AskAt {
  return (place) => inTurn(asks, place);
}

const SERIES = 'query ($input: SeriesInput!) { series(input: $input) { at groupCount series { group columns } } }';

function seriesOf(name: string, minutes: number, nowMs: number, input: object): Ask {
  const range = { from: new Date(nowMs - minutes * MINUTE_MS).toISOString(), to: new Date(nowMs).toISOString() };
  return graphql(name, SERIES, { input: { ...range, ...input } });
}

function graphql(name: string, query: string, variables: object = {}): Ask {
  return { name, path: '/graphql', body: { query, variables }, status: 200 };
}

/** So many of them, from all over. */
function some<T>(values: readonly T[], count: number): T[] {
  return times(Math.min(count, values.length), (index) => values[Math.floor((index * values.length) / count)] as T);
}

function times<T>(count: number, made: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => made(index));
}

function inTurn<T>(values: readonly T[], place: number): T {
  return values[place % values.length] as T;
}

/** The statistics of an interface, by REST. */
export function statsOf(netId: string): Ask {
  return { name: 'stats', path: `/api/v1/interface/${netId}/stats`, status: 200 };
}

/** Each is refused. */
export function hostileAsks({ hostIds }: Known): Ask[] {
  const refused = (query: string, variables: object = {}): Ask => ({
    ...{ name: 'refused', path: '/graphql', body: { query, variables }, status: 400 },
  });
  const deep = `{ hosts(first: 1) { nodes ${'{ interfaces(first: 1) { host '.repeat(8)}{ id }${' } }'.repeat(8)} } }`;
  const aliases = Array.from({ length: 200 }, (_, index) => `a${index}: hosts(first: 500) { totalCount }`).join(' ');
  const everything = Array.from(
    { length: 20 },
    (_, index) => `s${index}: series(input: $input) { series { columns } }`,
  ).join(' ');
  const threeYears = { from: '2024-01-01T00:00:00Z', to: '2026-12-31T00:00:00Z', groupBy: ['INTERFACE'] };
  return [
    refused(deep),
    refused(`{ ${aliases} }`),
    refused('{ hosts(first: 500) { nodes { interfaces { containers { interfaces { id } } } } } }'),
    refused(`query ($input: SeriesInput!) { ${everything} }`, { input: threeYears }),
    {
      name: 'batch',
      path: '/graphql',
      body: Array.from({ length: 50 }, () => ({ query: '{ hosts { totalCount } }' })),
      status: 400,
    },
    { name: 'SQL', path: `/api/v1/interface/${encodeURIComponent("' OR 1=1 --")}/stats`, status: 404 },
    { name: 'NUL', path: `/api/v1/hosts/${hostIds[0]}%00`, status: 404 },
  ];
}

/** What people watch: a quarter look at the whole fleet, the others at a host each. */
export function liveViews({ hostIds }: Known, count: number): LiveView[] {
  const traffic = 'subscription ($hosts: [ID!]) { traffic(filter: { hosts: $hosts }) { hostId at columns } }';
  const live = `subscription ($input: LiveSeriesInput!) {
    liveSeries(input: $input) { at milliseconds revision hostsExpected hostsHeard groups columns }
  }`;
  const whole = [{ groupBy: ['HOST'], top: { count: 10 } }, { groupBy: ['ALL'] }, { groupBy: ['NETWORK'] }];
  return Array.from({ length: count }, (_, index) =>
    index % 4 === 0
      ? { query: live, variables: { input: whole[(index / 4) % whole.length] } }
      : { query: traffic, variables: { hosts: [hostIds[index % hostIds.length]] } },
  );
}

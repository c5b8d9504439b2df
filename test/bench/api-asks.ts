import type { LiveView } from './api-live.js';
import type { Ask } from './api-load.js';

const MINUTE_MS = 60_000;

/** What is known of the fleet that is asked about. */
export interface Known {
  readonly hostIds: readonly string[];
  readonly netIds: readonly string[];
}

/** What people and their dashboards ask, by turns. */
export function usualAsks({ hostIds, netIds }: Known, nowMs: number): Ask[] {
  const range = (minutes: number): object => ({
    from: new Date(nowMs - minutes * MINUTE_MS).toISOString(),
    to: new Date(nowMs).toISOString(),
  });
  const some = <T>(values: readonly T[], count: number): T[] =>
    Array.from({ length: count }, (_, index) => values[Math.floor((index * values.length) / count)] as T);
  const series = 'query ($input: SeriesInput!) { series(input: $input) { at groupCount series { group columns } } }';
  const of = (name: string, query: string, variables: object = {}): Ask => ({
    name,
    path: '/graphql',
    body: { query, variables },
    status: 200,
  });
  return [
    of('hosts', '{ hosts(first: 50) { totalCount nodes { id name state rates } pageInfo { endCursor } } }'),
    of('series top hosts', series, { input: { ...range(15), groupBy: ['HOST'], top: { count: 10 } } }),
    of('series all', series, { input: { ...range(15), groupBy: ['ALL'] } }),
    of('series networks', series, { input: { ...range(60), groupBy: ['NETWORK'], top: { count: 10 } } }),
    ...some(hostIds, 4).map((id) =>
      of('series of a host', series, { input: { ...range(15), filter: { hosts: [id] } } }),
    ),
    of(
      'interfaces',
      '{ interfaces(first: 50, filter: { classes: [CONTAINER], text: "web" }) { nodes { id name host { name } containers { name } } } }',
    ),
    of('search', '{ search(text: "web", first: 20) { kind id name where } }'),
    ...some(netIds, 4).map(statsOf),
  ];
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

import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { type Client, createClient, type FormattedExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { eventually } from '../support/eventually.js';
import { askGraphql, type GraphqlAnswer } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { describeIf, natsServer } from '../support/requirements.js';

const SERIES = 'query ($input: SeriesInput!) { series(input: $input) { at series { columns } } }';
const MOST_SOCKETS = 1_000;
const MOST_OF_AN_ADDRESS = 500;
const SWITCHED = 101;
const YEAR_MS = 365 * 86_400_000;
const iso = (ms: number): string => new Date(ms).toISOString();

type Errors = NonNullable<GraphqlAnswer<unknown>['errors']>;

describeIf(natsServer, 'limits of the API', () => {
  let aggregator: RunningAggregator;
  let client: Client;

  const overHttp = async (query: string, variables: Record<string, unknown> = {}): Promise<Errors> =>
    (await askGraphql(aggregator.url, query, variables)).errors ?? [];
  /** What is refused before it is run is an error of the socket's message, what fails then one of the answer. */
  const overSocket = async (query: string, variables: Record<string, unknown> = {}): Promise<Errors> => {
    const answers = client.iterate({ query, variables });
    const first = answers.next().then(
      ({ value }: IteratorResult<FormattedExecutionResult<Record<string, unknown>, unknown>>) =>
        (value as FormattedExecutionResult<Record<string, unknown>, unknown> | undefined)?.errors ?? [],
      (errors: unknown) => errors,
    );
    return (await first) as Errors;
  };

  beforeAll(async () => {
    const [nats, database] = await Promise.all([startNats(), startPostgres()]);
    aggregator = await startAggregator({ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' });
    const url = `${aggregator.url.replace('http', 'ws')}/graphql`;
    client = createClient({ url, webSocketImpl: WebSocket, retryAttempts: 0 });
  });

  afterAll(async () => client.dispose());

  const repeated = (count: number, field: string): string =>
    Array.from({ length: count }, (_, index) => `a${index}: ${field}`).join(' ');

  it.each([
    ['nests without end', `{ interfaces { nodes ${'{ host { interfaces '.repeat(5)}{ id }${' } }'.repeat(5)} } }`, 'deeper than', 'GRAPHQL_VALIDATION_FAILED'], // prettier-ignore
    ['asks for many things at its root', `{ ${repeated(51, '__typename')} }`, 'more than 50 fields', 'GRAPHQL_VALIDATION_FAILED'], // prettier-ignore
    ['has many tokens', `{ ${repeated(2_000, '__typename')} }`, '2000 tokens', 'GRAPHQL_PARSE_FAILED'],
    [
      'has many directives',
      `{ __typename ${'@x '.repeat(51)} }`,
      'more than 50 directives',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['is none', 'hello', 'Syntax Error', 'GRAPHQL_PARSE_FAILED'],
    ['asks for what there is not', '{ nothing }', 'Cannot query field "nothing"', 'GRAPHQL_VALIDATION_FAILED'],
  ])('refuse what %s, over HTTP and WebSocket alike', async (_, query, message, code) => {
    const expected = expect.arrayContaining([
      expect.objectContaining({
        message: expect.stringContaining(message),
        extensions: expect.objectContaining({ code }),
      }),
    ]);
    expect(await overHttp(query)).toEqual(expected);
    expect(await overSocket(query)).toEqual(expected);
  });

  it('refuse the same field under many aliases, nested too, over HTTP and WebSocket alike', async () => {
    const expected = [
      {
        message: expect.stringMatching(/asks for \w+ more than 20 times in one place, by aliases: send several/),
        extensions: { code: 'TOO_EXPENSIVE' },
      },
    ];
    expect(await overHttp(`{ ${repeated(21, 'hosts { totalCount }')} }`)).toMatchObject(expected);
    expect(await overHttp(`{ hosts { nodes { ${repeated(21, 'name')} } } }`)).toMatchObject(expected);
    expect(await overSocket(`subscription { traffic { ${repeated(21, 'hostId')} } }`)).toMatchObject(expected);
  });

  it('refuse what would cost too much, and tell its cost, the limit and the remedy', async () => {
    const wide = { filter: {}, from: iso(0), to: iso(1_000 * YEAR_MS), grouping: 'ALL' };
    expect(await overHttp(SERIES, { input: wide })).toMatchObject([
      {
        message: expect.stringMatching(
          /^The operation costs \d+, and may cost 250000; most of it is for series: ask for a shorter range/,
        ),
        extensions: { code: 'TOO_EXPENSIVE', cost: expect.any(Number), limit: 250_000, field: 'series' },
      },
    ]);
    const all = '{ hosts(first: 500) { nodes { interfaces(first: 500) { containers { name } } } } }';
    const nested = '{ interfaces(first: 500) { nodes { host { interfaces { host { interfaces { id } } } } } } }';
    const refused = await Promise.all([overHttp(all), overHttp(nested)]);
    expect(refused.flat().map(({ extensions }) => extensions?.code)).toEqual(['TOO_EXPENSIVE', 'TOO_EXPENSIVE']);
  });

  it('count what variables ask for, and several fields together', async () => {
    const hour = { filter: {}, from: iso(0), to: iso(3_600_000), grouping: 'ALL' };
    const some = (count: number): string =>
      `query ($input: SeriesInput!) { ${repeated(count, 'series(input: $input) { at }')} }`;
    expect(await overHttp(some(5), { input: hour })).toEqual([]);
    expect(await overHttp(some(15), { input: hour })).toMatchObject([{ extensions: { code: 'TOO_EXPENSIVE' } }]);
    expect(await overHttp(some(15), { input: { ...hour, filter: { hosts: ['a'] } } })).toEqual([]);
  });

  it('take a null for the default that it stands for', async () => {
    const hosts =
      '{ hosts(first: null) { nodes { interfaces(first: null) { host { interfaces(first: null) { id } } } } } }';
    const hour = { filter: {}, from: iso(0), to: iso(3_600_000), points: null, counters: null };
    const series = `query ($input: SeriesInput!) { ${repeated(20, 'series(input: $input) { at }')} }`;
    const refused = await Promise.all([overHttp(hosts), overHttp(series, { input: hour })]);
    expect(refused.flat().map(({ extensions }) => extensions?.code)).toEqual(['TOO_EXPENSIVE', 'TOO_EXPENSIVE']);
  });

  it('refuse a filter that is too large, by GraphQL and REST alike', async () => {
    const labels = Array.from({ length: 21 }, (_, index) => ({ key: `l${index}` }));
    const hosts = 'query ($filter: Filter) { hosts(filter: $filter) { totalCount } }';
    expect(await overHttp(hosts, { filter: { labels } })).toMatchObject([
      { message: expect.stringContaining('more than 20'), extensions: { field: 'filter.labels' } },
    ]);
    expect(await overHttp(hosts, { filter: { labels: labels.slice(1) } })).toEqual([]);
    const url = `${aggregator.url}/api/v1/containers?${labels.map(({ key }) => `label=${key}`).join('&')}`;
    const answer = await fetch(url);
    expect([answer.status, await answer.json()]).toMatchObject([400, { field: 'label' }]);
  });

  it('let the schema be asked for, and not again and again at once', async () => {
    expect(await overHttp(getIntrospectionQuery({ inputValueDeprecation: true }))).toEqual([]);
    const many = `{ ${repeated(21, '__schema { types { name } }')} }`;
    expect(await overHttp(many)).toMatchObject([{ extensions: { code: 'TOO_EXPENSIVE' } }]);
  });

  it('let subscriptions alone run over a WebSocket, and none over HTTP', async () => {
    expect(await overSocket('{ __typename }')).toMatchObject([
      { message: expect.stringContaining('Only subscriptions'), extensions: { code: 'BAD_REQUEST' } },
    ]);
    expect(await overHttp('subscription { traffic { at } }')).toMatchObject([
      { message: expect.stringContaining('WebSocket'), extensions: { code: 'BAD_REQUEST' } },
    ]);
  });

  it('take a thousand WebSockets, half of them from one address, and answer 503 to more, while those that are there go on', async () => {
    const url = `${aggregator.url.replace('http', 'ws')}/graphql`;
    const opened: WebSocket[] = [];
    const open = (): Promise<number> =>
      new Promise((resolve, reject) => {
        const localAddress = opened.length < MOST_OF_AN_ADDRESS ? '127.0.0.1' : '127.0.0.2';
        const socket = new WebSocket(url, 'graphql-transport-ws', { localAddress });
        socket.on('unexpected-response', (_, { statusCode = 0 }) => resolve(statusCode));
        socket.on('error', reject);
        socket.on('message', () => resolve(SWITCHED));
        socket.on('open', () => {
          opened.push(socket);
          socket.send(JSON.stringify({ type: 'connection_init' }));
        });
      });
    try {
      for (let turn = 0; turn < 10; turn++) await Promise.all(Array.from({ length: MOST_SOCKETS / 10 }, open));
      const refused = await open();
      expect([refused, opened.length]).toEqual([503, MOST_SOCKETS]);
      expect(await overHttp('{ __typename }')).toEqual([]);
      // Of the address that has room for one more then.
      const last = opened.at(-1) as WebSocket;
      const answer = new Promise((resolve) => last.once('message', (data) => resolve(JSON.parse(String(data)))));
      last.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ __typename }' } }));
      expect(await answer).toMatchObject({ id: '1', type: 'error' });
      last.terminate();
      await eventually('there is room again', async () => expect(await open()).toBe(SWITCHED));
    } finally {
      for (const socket of opened) socket.terminate();
    }
  });

  it('name the variable that does not fit, over a WebSocket too', async () => {
    const query = 'subscription ($filter: TrafficFilter) { traffic(filter: $filter) { at } }';
    expect(await overSocket(query, { filter: { hosts: 7, x: 1 } })).toMatchObject([
      { message: expect.stringContaining('$filter'), extensions: { code: 'BAD_USER_INPUT' } },
    ]);
  });
});

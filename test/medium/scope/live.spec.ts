import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ALERT_SUBJECT, encodeAlerts, encodePatterns, PATTERN_SUBJECT } from '@weir/model';
import { buildClientSchema, getIntrospectionQuery, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { type Client, createClient, type FormattedExecutionResult } from 'graphql-ws';
import WebSocket from 'ws';
import { eventually } from '../../support/eventually.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { halved, type Operation, operationsOf, textOf } from '../../support/scope/operations.js';
import {
  type Authorization,
  HIDDEN,
  OWN_MARKER,
  type ScopedFleet,
  startScopedFleet,
} from '../../support/scope/scoped-fleet.js';

/** What costs as much as this is asked for by itself. */
const DEAR = ['patternsChanged'];
const FEW = 8;

type Told = FormattedExecutionResult<Record<string, unknown>>;

describeIf(natsServer, 'all that is told live, to who sees one of two hosts', () => {
  let fleet: ScopedFleet;
  let schema: GraphQLSchema;
  const clients: Client[] = [];

  beforeAll(async () => {
    fleet = await startScopedFleet();
    schema = buildClientSchema((await fleet.ask(getIntrospectionQuery())).data as unknown as IntrospectionQuery);
  }, 120_000);

  afterAll(async () => {
    for (const client of clients) await client.dispose();
  });

  /** How each subscription is asked; one that is not here is one that nobody thought of. */
  const questions = (): Readonly<Record<string, readonly string[]>> => {
    const ids = JSON.stringify([fleet.own.id, fleet.hidden.id]);
    const hidden = JSON.stringify(fleet.hidden.id);
    return {
      changes: ['', `(filter: { hosts: ${ids} })`, '(filter: { host: { glob: "zz*" } })'],
      hosts: ['', '(filter: { host: { glob: "*" } })'],
      liveSeries: [
        '(input: { groupBy: [HOST] })',
        '(input: { groupBy: [CONTAINER, INTERFACE], top: { count: 5 } })',
        `(input: { groupBy: [HOST], filter: { hosts: ${ids} } })`,
        `(input: { groupBy: [INTERFACE], focus: true, filter: { hosts: [${hidden}] } })`,
      ],
      patternsChanged: ['', '(filter: { host: { glob: "*" } })'],
      traffic: ['', `(filter: { hosts: ${ids} })`, '(filter: { host: { glob: "zz*" } })'],
      alertsChanged: [''],
      timelineChanged: [''],
    };
  };
  /** Subscribes as somebody; all that was told, by and by. */
  const listen = (query: string, headers: Authorization): { readonly told: Told[]; readonly end: () => void } => {
    class Known extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers });
      }
    }
    const url = `${fleet.url.replace('http', 'ws')}/graphql`;
    const client = createClient({ url, webSocketImpl: Known, retryAttempts: 0 });
    clients.push(client);
    const told: Told[] = [];
    const end = client.subscribe(
      { query },
      {
        next: (each) => void told.push(each as Told),
        error: (error) => void told.push({ errors: error as Told['errors'] & object }),
        complete: () => undefined,
      },
    );
    return { told, end };
  };
  /** Something of everything happens to both hosts. */
  const happen = async (round: number): Promise<void> => {
    const { own, hidden, nats, seed } = fleet;
    for (const { alertId, pendingId, incidentId } of [own, hidden]) {
      nats.publish(ALERT_SUBJECT, encodeAlerts({ v: 1, alerts: [alertId, pendingId], incidents: [incidentId] }));
    }
    nats.publish(
      PATTERN_SUBJECT,
      encodePatterns({ v: 1, changed: [own, hidden].map(({ patternId }) => Number(patternId)), gone: [] }),
    );
    await seed.query(`UPDATE host SET labels = labels || $1`, [{ round: String(round) }]);
    for (const { marker } of [own, hidden]) {
      await seed.query(`UPDATE pattern SET sentence = $1 WHERE sentence LIKE $2`, [
        `${marker} bursts ${round}`,
        `${marker}%`,
      ]);
    }
  };

  it('asks each subscription: one that is new must be given its arguments here', () => {
    expect(Object.keys(questions()).sort()).toEqual(
      Object.keys(schema.getSubscriptionType()?.getFields() ?? {}).sort(),
    );
  });

  it('tells nothing of the other host, and all of the own', async () => {
    const fields = schema.getSubscriptionType()?.getFields() ?? {};
    const listened = Object.entries(questions()).flatMap(([name, all]) =>
      all.flatMap((given) =>
        operationsOf(fields[name] as NonNullable<(typeof fields)[string]>, given, 2)
          .filter((_, place) => place === 0 || given === '')
          .flatMap((operation) => inParts(operation, DEAR.includes(name) ? 1 : FEW))
          .map((operation) => ({ name, query: textOf('subscription', operation), given })),
      ),
    );
    const own = listened.map((each) => ({ ...each, ...listen(each.query, fleet.viewer) }));
    // Who sees all is told of both: what is missing below is missing for its scope.
    const all = listened.map((each) => ({ ...each, ...listen(each.query, {}) }));
    for (let round = 0; round < 6; round += 1) {
      await sleep(2_000);
      await happen(round);
    }
    await sleep(3_000);
    const wrong: string[] = [];
    for (const { query, told } of own) {
      const text = JSON.stringify(told);
      if (HIDDEN.test(text) || text.includes(fleet.hidden.id)) wrong.push(`${query} tells ${text.slice(0, 1_000)}`);
      if (/INTERNAL_SERVER_ERROR|VALIDATION_FAILED/.test(text)) wrong.push(`${query} is broken: ${text.slice(0, 500)}`);
      // Of the hidden host alone; or dearer than a subscription may be, for whoever asks.
      const isOfNone = query.includes('focus: true') || text.includes('TOO_EXPENSIVE');
      if (!isOfNone && told.every(({ data }) => !data)) wrong.push(`${query} tells nothing: ${text.slice(0, 500)}`);
      if (/^subscription \{ hosts.*\bname\b/.test(query) && !text.includes(OWN_MARKER))
        wrong.push(`${query} tells nothing of the own host: ${text.slice(0, 500)}`);
    }
    for (const name of ['changes', 'hosts', 'traffic', 'patternsChanged', 'alertsChanged', 'liveSeries']) {
      const text = JSON.stringify(all.filter((each) => each.name === name).map(({ told }) => told));
      if (!HIDDEN.test(text) && !text.includes(fleet.hidden.id))
        wrong.push(`${name} would not show a leak: ${text.slice(0, 500)}`);
    }
    for (const { end } of [...own, ...all]) end();
    expect(wrong).toEqual([]);
  }, 180_000);

  it('follows a host that comes into the scope and leaves it, within some seconds', async () => {
    const red = await fleet.makeToken('VIEWER', { labels: [{ name: 'team', value: 'red' }] });
    const queries = [
      'subscription { traffic { hostId } }',
      'subscription { liveSeries(input: { groupBy: [HOST] }) { groups hostsHeard } }',
      `subscription { liveSeries(input: { interfaces: ["${fleet.hidden.netIds[0]}"] }) { hostsHeard columns } }`,
      'subscription { changes { hostId } }',
    ];
    const [traffic, series] = queries.slice(0, 2).map((query) => listen(query, red));
    const label = (team: string | null): Promise<unknown> =>
      fleet.seed.query(`UPDATE host SET labels = jsonb_strip_nulls(labels || $1) WHERE id = $2`, [
        { team },
        fleet.hidden.id,
      ]);
    const names = async (): Promise<string> =>
      (await fleet.ask('{ hosts { nodes { name } } search(text: "zzhidden") { name } }', red)).text;
    await sleep(2_000);
    expect([await names(), traffic?.told]).toEqual([expect.stringContaining('"nodes":[]'), []]);
    await label('red');
    // What is read knows it at once.
    expect(await names()).toContain('zzhidden-host');
    await eventually(
      'its traffic is told',
      () => expect(JSON.stringify(traffic?.told)).toContain(fleet.hidden.id),
      10_000,
    );
    await eventually('its rates are told', () => expect(JSON.stringify(series?.told)).toContain('zzhidden'), 20_000);
    const [, , byInterface, changes] = queries.map((query, place) => (place < 2 ? null : listen(query, red)));
    await eventually('what is named of it is told', () => {
      expect(JSON.stringify(byInterface?.told)).toContain('"hostsHeard":1');
      expect(JSON.stringify(changes?.told)).toContain(fleet.hidden.id);
    });
    await label(null);
    expect(await names()).not.toContain('zzhidden-host');
    await sleep(15_000);
    for (const each of [traffic, series, byInterface, changes]) each?.told.splice(0);
    await sleep(3_000);
    const told = JSON.stringify([traffic, series, byInterface, changes].map((each) => each?.told));
    expect(told).not.toMatch(/zzhidden|bbbbbbbb|"hostsHeard":1/);
  }, 120_000);
});

/** An operation over a WebSocket may cost as much as any other: a few fields at a time. */
function inParts(operation: Operation, most: number): Operation[] {
  const halves = operation.selected.length > most ? halved(operation) : null;
  return halves ? halves.flatMap((half) => inParts(half, most)) : [operation];
}

import { connect, type NatsConnection } from '@nats-io/transport-node';
import { scopeKey } from '../../../apps/aggregator/src/query/scope/host-scope.js';
import { openAlertSeed } from '../alerts/seed.js';
import { startAggregator } from '../aggregator.js';
import { openPool } from '../database.js';
import { eventually } from '../eventually.js';
import { askGraphql, type GraphqlAnswer } from '../graphql.js';
import { startNats } from '../nats.js';
import { startPostgres } from '../postgres.js';
import { stopLater } from '../reaper.js';
import type { Seed } from '../seed.js';
import { MarkedAgent, markedHost } from './marked-host.js';
import { storeMarked } from './marked-rows.js';
import type { Marked } from './questions.js';

/** Who asks: nobody but this machine, who sees all; or by a token. */
export type Authorization = Readonly<Record<string, string>>;

/** An API of two hosts that tell of themselves each second, and who sees one of them alone. */
export interface ScopedFleet extends Marked {
  readonly url: string;
  readonly nats: NatsConnection;
  readonly seed: Seed;
  readonly agents: { readonly own: MarkedAgent; readonly hidden: MarkedAgent };
  /** Tokens of this scope. */
  readonly viewer: Authorization;
  readonly operator: Authorization;
  ask(query: string, by?: Authorization): Promise<Answer>;
  makeToken(role: string, scope: object | null): Promise<Authorization>;
}

/** An answer, as it came. */
export interface Answer extends GraphqlAnswer<Record<string, unknown>> {
  readonly status: number;
  readonly text: string;
}

/** Texts by which the hidden host is known; its id may be told as the far end of a way. */
export const OWN_MARKER = 'zzown';
export const HIDDEN_MARKER = 'zzhidden';
export const HIDDEN = /zzhidden|10\.66\.66\./i;

/** Starts it, and waits until all that both hosts tell is stored. */
export async function startScopedFleet(more: Readonly<Record<string, string>> = {}): Promise<ScopedFleet> {
  const [server, database] = await Promise.all([startNats(), startPostgres()]);
  const settings = { WEIR_METRICS_TOTALS: 'host,network,service', WEIR_ROLES: 'ingest,api', ...more };
  const { url } = await startAggregator({ WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: server.url, ...settings });
  const nats = await connect({ servers: server.url });
  const own = markedHost(OWN_MARKER, 'a', '10.77.77');
  const hidden = markedHost(HIDDEN_MARKER, 'b', '10.66.66');
  const agents = { own: new MarkedAgent(nats, own), hidden: new MarkedAgent(nats, hidden) };
  await tellFromNowOn([agents.own, agents.hidden], nats);
  const seed = await openStored(database.url);
  const rowsOf = (host: typeof own) => storeMarked(seed.query, openAlertSeed(seed), host);
  const marked = { own: { ...own, ...(await rowsOf(own)) }, hidden: { ...hidden, ...(await rowsOf(hidden)) } };
  const ask = async (query: string, by: Authorization = {}): Promise<Answer> => {
    const headers = { 'content-type': 'application/json', ...by };
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
    const text = await response.text();
    return { ...(JSON.parse(text) as Answer), status: response.status, text };
  };
  const makeToken = (role: string, scope: object | null): Promise<Authorization> => tokenOf(url, role, scope);
  const scope = { hosts: [`${OWN_MARKER}-*`] };
  const [viewer, operator] = await Promise.all([makeToken('VIEWER', scope), makeToken('OPERATOR', scope)]);
  await makeToken('VIEWER', { hosts: [`${HIDDEN_MARKER}-*`] });
  await giveJobs(seed, marked);
  return { ...marked, url, nats, seed, agents, viewer, operator, ask, makeToken };
}

/** Whoever sees a host asked for the job that is of it. */
async function giveJobs({ query }: Seed, { own, hidden }: Marked): Promise<void> {
  for (const { marker, jobId, reportId } of [own, hidden]) {
    const key = scopeKey({ hosts: [`${marker}-*`], labels: [] });
    for (const [table, id] of [
      ['job', jobId],
      ['report', reportId],
    ] as const)
      await query(
        `UPDATE ${table} SET scope_key = $2, token_id = (
           SELECT id FROM api_token WHERE role = 'viewer' AND scope -> 'hosts' ->> 0 = $3) WHERE id = $1`,
        [id, key, `${marker}-*`],
      );
  }
}

/** Each second a sample, each ten seconds a state; of hosts that measure the way to each other. */
async function tellFromNowOn(agents: readonly MarkedAgent[], nats: NatsConnection): Promise<void> {
  const ids = agents.map(({ host }) => host.id);
  let second = 0;
  const tell = (): void => {
    const atMs = Math.floor(Date.now() / 1_000) * 1_000;
    for (const agent of agents) {
      agent.tellTraffic(atMs);
      if (second % 10 === 0)
        agent.tellState(
          atMs,
          ids.filter((id) => id !== agent.host.id),
        );
      if (second % 3 === 0) agent.tellEvent(atMs);
    }
    second += 1;
  };
  for (const agent of agents) await agent.tellInventory();
  tell();
  const timer = setInterval(tell, 1_000);
  stopLater(async () => {
    clearInterval(timer);
    await nats.close();
  });
}

/** The partitions of traffic are there already, since it comes from agents. */
async function openStored(url: string): Promise<Seed> {
  const pool = openPool(url, 2);
  stopLater(() => pool.end());
  const query = async (sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> =>
    (await pool.query<Record<string, unknown>>(sql, values)).rows;
  await eventually('both hosts are stored', async () => {
    const [stored] = await query(`SELECT count(*)::int AS count FROM container WHERE gone_at IS NULL`);
    const [traffic] = await query(`SELECT count(DISTINCT host_id)::int AS count FROM traffic_recent`);
    const [states] = await query(`SELECT count(DISTINCT host_id)::int AS count FROM latency`);
    const [events] = await query(`SELECT count(DISTINCT host_id)::int AS count FROM event`);
    const counts = [stored, traffic, states, events].map((row) => row?.['count']);
    if (JSON.stringify(counts) !== '[4,2,2,2]') throw new Error(`there are ${JSON.stringify(counts)}`);
  });
  return { query } as Seed;
}

async function tokenOf(url: string, role: string, scope: object | null): Promise<Authorization> {
  const input = { name: `${role} of a test`, role, scope, expiresAt: new Date(Date.now() + 3_600_000).toISOString() };
  const made = await askGraphql<{ createToken: { secret: string | null; refusals: object[] } }>(
    url,
    'mutation ($input: CreateTokenInput!) { createToken(input: $input) { secret refusals { field reason } } }',
    { input },
  );
  const secret = made.data?.createToken.secret;
  if (!secret) throw new Error(`no token was made: ${JSON.stringify(made)}`);
  return { authorization: `Bearer ${secret}` };
}

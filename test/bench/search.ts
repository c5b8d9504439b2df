import { readFileSync } from 'node:fs';
import { startAggregator } from '../support/aggregator.js';
import { eventually } from '../support/eventually.js';
import { askGraphql } from '../support/graphql.js';
import { startNats } from '../support/nats.js';
import { startPostgres } from '../support/postgres.js';
import { stopAll } from '../support/reaper.js';
import { CONTAINERS_A_HOST, fillInventory, UPLINKS_A_HOST } from './search-store.js';
import { announce, p95, quick, report } from './report.js';

const HOSTS = quick ? 200 : 1_000;
const SERIES = HOSTS * (2 * CONTAINERS_A_HOST + UPLINKS_A_HOST);
const ROUNDS = quick ? 1 : 3;

const SEARCH = 'query ($text: String!) { search(text: $text) { kind id name where field value gone } }';

/** What people type, letter by letter, right and wrong. */
const TYPED = [
  ...['web-0042', 'shop-cart', 'nginx', 'backend', 'eth0', 'veth', 'team=red', 'prod payments', 'registry cart'],
  ...['paymnets', 'invetnory', 'brekend', 'shop-cart-77', '172.18.', '10.0.4.17', '02:42:0a', 'c0ffee12', 'w', 'e 1'],
];
const WHOLE = ['10.0.0.0/8', '10.0.16.0/20', 'fd00::/8', '172.18.0.5', '02:42:0a:00:00:01', 'nothing like that at all'];

announce(
  `Time of a search by GraphQL over HTTP among ${HOSTS} hosts with ${HOSTS * CONTAINERS_A_HOST} containers and ${SERIES} interfaces, half of
the containers named alike on all hosts and half with a name of their own; asked one after the other for what people type,
letter by letter, right and wrong, and for addresses and networks.`,
);
try {
  const [nats, database] = await Promise.all([startNats(), startPostgres()]);
  const env = { WEIR_DATABASE_URL: database.url, WEIR_NATS_URL: nats.url, WEIR_ROLES: 'api' };
  const filling = await startAggregator(env);
  await filling.stop();
  await fillInventory(database.url, HOSTS);
  const startMs = performance.now();
  const aggregator = await startAggregator(env);
  const readyMs = performance.now();
  const ask = async (text: string): Promise<readonly unknown[]> => {
    const { data, errors } = await askGraphql<{ search: unknown[] }>(aggregator.url, SEARCH, { text });
    if (!data) throw new Error(JSON.stringify(errors));
    return data.search;
  };
  await eventually('all hosts can be found', () => ask('web'), 120_000);
  const foundMs = performance.now();
  const searches = [...TYPED.flatMap(letterByLetter), ...WHOLE];
  await timesOf(searches, ask);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(...(await timesOf(searches, ask)));
  const sorted = [...times].sort((one, other) => one - other);
  report('search', {
    searchP50Ms: round1(sorted[Math.floor(sorted.length / 2)] ?? NaN),
    searchP95Ms: round1(p95(times)),
    searchMaxMs: round1(sorted.at(-1) ?? NaN),
    searches: times.length,
    rssMb: Math.round(residentKb(aggregator.pid) / 1_024),
    startSeconds: round1((foundMs - startMs) / 1_000),
    indexSeconds: round1((foundMs - readyMs) / 1_000),
  });
} finally {
  await stopAll();
}

async function timesOf(texts: readonly string[], ask: (text: string) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const text of texts) {
    const began = performance.now();
    await ask(text);
    times.push(performance.now() - began);
  }
  return times;
}

function letterByLetter(text: string): string[] {
  return Array.from(text, (_, index) => text.slice(0, index + 1));
}

function round1(value: number): number {
  return Math.round(value * 10) / 10;
}

function residentKb(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}

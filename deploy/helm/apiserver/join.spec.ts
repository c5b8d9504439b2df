import { rmSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ClusterTokens } from '../../../apps/aggregator/src/enrol/cluster-tokens.js';
import { credentialsOf } from './job.js';
import { type Server, startServer } from './server.js';

const OWN = ['weir', 'weir-aggregator'] as const;
let folder: string;
let server: Server;
let cluster: ClusterTokens;

beforeAll(async () => {
  server = await startServer();
  for (const namespace of ['weir', 'other']) {
    await good('create', 'namespace', namespace);
    for (const name of ['weir-agent', 'weir-aggregator']) await good('create', 'serviceaccount', name, '-n', namespace);
  }
  folder = await credentialsOf(server, ...OWN);
  const { host, port } = server;
  cluster = new ClusterTokens({
    ...{ host, port, audience: 'weir', accounts: ['weir/weir-agent'], credentials: folder },
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

it('a real API server tells nothing to an aggregator that may not ask', async () => {
  await expect(cluster.accountOf(await tokenOf('weir', 'weir-agent', 'weir'))).rejects.toMatchObject({
    refusal: { problem: 'unavailable' },
  });
});

it('a real API server knows the tokens of agents, and that those of others, for others or of nobody are none', async () => {
  const [namespace, name] = OWN;
  const may = ['--clusterrole', 'system:auth-delegator', '--serviceaccount', `${namespace}:${name}`];
  await good('create', 'clusterrolebinding', 'weir-join', ...may);
  const accountOf = async (...asked: Parameters<typeof tokenOf>): Promise<string | null> =>
    cluster.accountOf(await tokenOf(...asked));
  expect(await accountOf('weir', 'weir-agent', 'weir')).toBe('serviceaccount weir/weir-agent');
  expect(await accountOf('weir', 'weir-agent', null)).toBeNull();
  expect(await accountOf('weir', 'weir-agent', 'vault')).toBeNull();
  expect(await accountOf('weir', 'weir-aggregator', 'weir')).toBeNull();
  expect(await accountOf('other', 'weir-agent', 'weir')).toBeNull();
  const token = await tokenOf('weir', 'weir-agent', 'weir');
  expect(await cluster.accountOf(`${token.slice(0, -4)}AAAA`)).toBeNull();
  expect(await cluster.accountOf('no.token')).toBeNull();
  await good('delete', 'serviceaccount', 'weir-agent', '-n', 'weir');
  expect(await cluster.accountOf(token)).toBeNull();
});

/** `audience` = null: for the API server itself, as tokens are that nobody asked for otherwise. */
async function tokenOf(namespace: string, name: string, audience: string | null): Promise<string> {
  const to = audience === null ? [] : ['--audience', audience];
  return (await good('create', 'token', name, '-n', namespace, ...to)).trim();
}

async function good(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await server.kubectl(...args);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { freePort } from '../../deploy/local/src/process/port.js';
import { startAgent } from '../support/agent.js';
import { type RunningAggregator, startAggregator } from '../support/aggregator.js';
import { runDoctor } from '../support/doctor.js';
import { eventually } from '../support/eventually.js';
import { asTexts, createPeerLink, kernelCounters, type PeerLink } from '../support/link.js';
import { startNats, type TestNats } from '../support/nats.js';
import { makeKeys, writeAccountsConfig } from '../support/nats-secured.js';
import { startPostgres } from '../support/postgres.js';
import type { TestProcess } from '../support/process.js';
import { temporaryDirectory } from '../support/reaper.js';
import { describeIf, natsServer, root } from '../support/requirements.js';
import { type Queries, stackQueries } from '../support/stack.js';

const MEGABYTE = 1_000_000;
const LONG_MS = 60_000;

describeIf([root, natsServer], 'an open NATS that is given accounts, by the steps of the documents', () => {
  const folder = temporaryDirectory('to-accounts');
  const config = join(folder, 'nats.conf');
  const agentEnv = { WEIR_STATE_DIR: join(folder, 'agent'), DOCKER_HOST: `unix://${folder}/no-docker.sock` };
  let nats: TestNats;
  let aggregator: RunningAggregator;
  let aggregatorEnv: Record<string, string>;
  let queries: Queries;
  let agent: TestProcess;
  let link: PeerLink;
  let netId: string;
  let hostId: string;

  beforeAll(async () => {
    writeFileSync(config, '# open\n');
    const [server, database] = await Promise.all([startNats({ args: ['-c', config] }), startPostgres()]);
    nats = server;
    aggregatorEnv = {
      ...{ WEIR_DATABASE_URL: await database.createDatabase(), WEIR_NATS_URL: nats.url },
      WEIR_HTTP_PORT: String(await freePort()),
    };
    aggregator = await startAggregator(aggregatorEnv);
    queries = stackQueries(aggregator.url, aggregatorEnv['WEIR_DATABASE_URL'] ?? '');
    agent = startAgent({ ...agentEnv, WEIR_NATS_URL: nats.url });
    hostId = await queries.hostId();
    link = createPeerLink();
    netId = await queries.interfaceId(link.interface);
  }, LONG_MS);
  afterAll(() => link?.remove());

  const streamIsEmpty = (): Promise<void> =>
    eventually('the stream is empty', () =>
      expect(runDoctor('aggregator', aggregatorEnv).text).toContain('WEIR holds 0 messages'),
    );

  it('has all stored that the stream holds, once agents are stopped', async () => {
    await link.receive(5 * MEGABYTE);
    await agent.stop();
    await streamIsEmpty();
    await link.receive(MEGABYTE);
  });

  it('keeps an agent out that was forgotten, which keeps what it counts', async () => {
    await aggregator.stop();
    const keysFolder = makeKeys();
    writeAccountsConfig(keysFolder, folder, config);
    await nats.restart();
    aggregatorEnv = { ...aggregatorEnv, WEIR_NATS_KEYS_FILE: join(keysFolder, 'keys.json') };
    aggregator = await startAggregator(aggregatorEnv);
    agent = startAgent({ ...agentEnv, WEIR_NATS_URL: nats.url });
    await agent.waitForLog(/NATS cannot be reached; messages wait in the spool/, LONG_MS);
    const before = await queries.storedSums(netId);
    await link.receive(5 * MEGABYTE);
    // It would send what it has.
    await agent.stop();
    await streamIsEmpty();
    expect(await queries.storedSums(netId)).toEqual(before);
  });

  it('has it join as the host that it was, and send all that it kept: stored sums equal what the kernel counted', async () => {
    const { createJoinToken } = await queries.graphql<{ createJoinToken: { secret: string } }>(
      'mutation { createJoinToken { secret } }',
    );
    const joining = { WEIR_JOIN_URL: aggregator.url, WEIR_JOIN_TOKEN: createJoinToken.secret };
    agent = startAgent({ ...agentEnv, ...joining });
    await agent.waitForLog(/this host has joined/, LONG_MS);
    await link.receive(MEGABYTE);
    await eventually(
      'stored sums equal net/dev',
      async () => expect(await queries.storedSums(netId)).toEqual(asTexts(kernelCounters(link.interface))),
      LONG_MS,
    );
    expect(kernelCounters(link.interface).rxBytes).toBeGreaterThan(BigInt(12 * MEGABYTE));
    expect(await queries.sql('SELECT id FROM host')).toEqual([{ id: hostId }]);
  });
});

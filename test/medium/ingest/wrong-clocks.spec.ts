import { subjectOf } from '@weir/model';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type RunningAggregator, startAggregator } from '../../support/aggregator.js';
import { eventually } from '../../support/eventually.js';
import { askGraphql } from '../../support/graphql.js';
import { describeIf, natsServer } from '../../support/requirements.js';
import { netIdOf } from '../../support/seed.js';
import { eight, FakeAgent } from '../store/fake-agent.js';
import { Pipeline } from './pipeline.js';

const HOUR_MS = 3_600_000;
const KEY = 'host/eth0';
const SECONDS = 60;
const HOST = 'query ($id: ID!) { host(id: $id) { clockOffsetMilliseconds lastSeen firstSeen } }';

interface HostAnswer {
  readonly host: {
    readonly clockOffsetMilliseconds: number | null;
    readonly lastSeen: string;
    readonly firstSeen: string;
  };
}

describeIf(natsServer, 'hosts whose clock is wrong, by several replicas', () => {
  const clocks = [
    { agent: new FakeAgent(), aheadMs: 0 },
    { agent: new FakeAgent(), aheadMs: -HOUR_MS },
    { agent: new FakeAgent(), aheadMs: 72 * HOUR_MS },
    { agent: new FakeAgent(), aheadMs: 1_500 },
  ];
  let pipeline: Pipeline;
  let aggregator: RunningAggregator;
  let startMs: number;

  beforeAll(async () => {
    pipeline = await Pipeline.start();
    aggregator = await startAggregator({ WEIR_DATABASE_URL: pipeline.databaseUrl, WEIR_NATS_URL: pipeline.nats.url });
    const other = pipeline.ingester();
    await other.waitForLog(/connected to/);
    // What waited in the spool for a minute, up to now.
    startMs = Math.floor(Date.now() / 1_000) * 1_000 - SECONDS * 1_000;
    for (let second = 1; second <= SECONDS; second++) {
      await Promise.all(
        clocks.map(({ agent, aheadMs }) => {
          const message = agent.tick(startMs + second * 1_000 + aheadMs, { [KEY]: eight(second) });
          return pipeline.publish(message, subjectOf('traffic', agent.host), aheadMs);
        }),
      );
    }
    await pipeline.drained();
  });

  afterAll(() => pipeline.connection.close());

  it('are stored to the byte, by the right time, without hole or overlap', async () => {
    for (const { agent, aheadMs } of clocks) {
      expect(await pipeline.sums('traffic', agent)).toEqual(agent.truth);
      const leftMs = Math.abs(aheadMs) < 2_000 ? aheadMs : 0;
      const presence = await pipeline.rows<{ startMs: number; ms: number }>(
        `SELECT (extract(epoch FROM time) * 1000)::float8 AS "startMs", ms FROM presence JOIN host USING (host_id)
         WHERE host.id = $1 ORDER BY time`,
        [agent.host],
      );
      expect(presence).toEqual(
        Array.from({ length: SECONDS }, (_, second) => ({ startMs: startMs + second * 1_000 + leftMs, ms: 1_000 })),
      );
    }
  });

  it.each(clocks.map((clock): [number, (typeof clocks)[number]] => [clock.aheadMs, clock]))(
    'are shown with how far they are off: %i ms ahead',
    async (aheadMs, { agent }) => {
      const { data } = await askGraphql<HostAnswer>(aggregator.url, HOST, { id: agent.host });
      const leftMs = Math.abs(aheadMs) < 2_000 ? aheadMs : 0;
      expect(data?.host).toEqual({
        clockOffsetMilliseconds: leftMs === aheadMs ? 0 : -aheadMs,
        firstSeen: new Date(startMs + leftMs).toISOString(),
        lastSeen: new Date(startMs + SECONDS * 1_000 + leftMs).toISOString(),
      });
      await eventually('the last minute is answered', async () => {
        const response = await fetch(`${aggregator.url}/api/v1/interface/${netIdOf(agent.host, KEY)}/stats`);
        expect(await response.json()).toMatchObject({
          totals: { rxBytes: String(agent.counters(KEY)[0]) },
          lastUpdate: new Date(startMs + SECONDS * 1_000 + leftMs).toISOString(),
        });
      });
    },
  );
});

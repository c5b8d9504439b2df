import { expect, it } from '@jest/globals';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Pool } from 'pg';
import { HostAnalysis } from './host-analysis.js';
import { webHost } from './interfaces.fixture.js';
import { Limits } from './limits.js';
import { tellChanges } from './telling.js';

const NOW_MS = Date.UTC(2026, 0, 5, 2);

/** A host on which a container is silent. */
function silent(hostId: number): HostAnalysis {
  const analysis = new HostAnalysis({ ...webHost(), hostId }, { uplinkMs: 1_000, otherMs: 10_000 });
  const slot = [...analysis.series].find(({ told }) => told.class === 'container');
  const evidence = { usualBytesPerSecond: 1e6, lowestShare: 0 };
  const outage = { id: 1, class: 'outage', startMs: NOW_MS, endMs: null, strength: 0.8, evidence } as const;
  if (slot) analysis.findings.tell(slot, outage, NOW_MS);
  return analysis;
}

/** A database that refuses what is of one host, until it is mended. */
class Stubborn {
  refused: number | null = 1;
  readonly written: number[] = [];

  get pool(): Pool {
    const query = (_: string, [json]: readonly unknown[] = []): Promise<unknown> => this.answer(json);
    return { connect: () => Promise.resolve({ query, release: () => undefined }), query } as unknown as Pool;
  }

  private answer(json: unknown): Promise<unknown> {
    if (typeof json !== 'string' || !json.startsWith('{')) return Promise.resolve({ rows: [] });
    const { host_id: hostId } = JSON.parse(json) as { host_id: number };
    if (hostId === this.refused) return Promise.reject(new Error(`host ${hostId} is refused`));
    this.written.push(hostId);
    return Promise.resolve({ rows: [{ id: hostId }] });
  }
}

it('tells of the hosts after one that cannot be written, and of that one when it can be', async () => {
  const database = new Stubborn();
  const connection = { publish: () => undefined } as unknown as NatsConnection;
  const hosts = [silent(1), silent(2), silent(3)];
  const tell = () => tellChanges(database.pool, connection, hosts, new Limits([]), NOW_MS);
  const { slots, failure } = await tell();
  expect([database.written, slots.length]).toEqual([[2, 3], 2]);
  expect(failure).toEqual({ error: new Error('host 1 is refused') });
  database.refused = null;
  expect([(await tell()).failure, database.written]).toEqual([null, [2, 3, 1]]);
});

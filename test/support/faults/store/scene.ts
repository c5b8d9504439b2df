import type pg from 'pg';
import { migrate } from '../../../../apps/aggregator/src/store/migrate.js';
import { type Edition, levelTable } from '../../../../apps/aggregator/src/store/edition/edition.js';
import { markedBefore } from '../../../../apps/aggregator/src/store/marks.js';
import { LEVELS, type Level, tableAt } from '../../../../apps/aggregator/src/store/rollup/level.js';
import { lockRollup } from '../../../../apps/aggregator/src/store/rollup/lock.js';
import { refreshBefore } from '../../../../apps/aggregator/src/store/rollup/refresh.js';
import { Pipeline } from '../../../medium/ingest/pipeline.js';
import { execute, openPool } from '../../database.js';
import { eventually } from '../../eventually.js';
import type { TestProcess } from '../../process.js';
import { type FleetProcess, startFleet } from './child.js';
import type { Outcome } from './main.js';
import { readStored, type Stored } from './stored.js';

const REPLICAS = 3;

/** Several replicas of the built aggregator that share one NATS and one database, and a fleet that publishes to them. */
export class StoreScene {
  private victims = 0;

  private constructor(
    readonly pipeline: Pipeline,
    readonly replicas: readonly TestProcess[],
    readonly fleet: FleetProcess,
  ) {}

  /** `keepRawMs` = how long raw samples are kept at first. */
  static async start(keepRawMs: number, longestRepeatMs: number): Promise<StoreScene> {
    const pipeline = await Pipeline.start();
    await migrate(pipeline.databaseUrl, () => undefined);
    await keepRaw(pipeline.databaseUrl, keepRawMs);
    const replicas = Array.from({ length: REPLICAS }, () => pipeline.ingester());
    await Promise.all(replicas.map((replica) => replica.waitForLog(/the database is ready/)));
    const fleet = await startFleet({ natsUrl: pipeline.nats.url, longestRepeatMs });
    return new StoreScene(pipeline, replicas, fleet);
  }

  /** The replicas are struck by turns. */
  nextReplica(): TestProcess {
    const replica = this.replicas[this.victims % REPLICAS];
    this.victims += 1;
    if (!replica) throw new Error('there is no replica');
    return replica;
  }

  /** Sets how long raw samples are kept; a replica looks when it starts. */
  async keepRaw(ms: number): Promise<void> {
    await keepRaw(this.pipeline.databaseUrl, ms);
  }

  /** Since when raw samples are kept, ms since 1970; -Infinity = nothing was dropped yet. */
  async rawHorizonMs(): Promise<number> {
    const [row] = await execute(
      this.pipeline.databaseUrl,
      `SELECT (extract(epoch FROM time) * 1000)::float8 AS ms FROM horizon WHERE resolution = 'raw'`,
    );
    return Number(row?.['ms'] ?? -Infinity);
  }

  /** Waits until the replicas have stored everything and rolled up all that is closed; then ends them. */
  async settle(): Promise<Outcome> {
    const outcome = await this.fleet.end();
    await this.pipeline.drained(120_000);
    await eventually(
      'all closed buckets are rolled up',
      async () => {
        for (const level of LEVELS) {
          const [row] = await execute(
            this.pipeline.databaseUrl,
            `SELECT count(*)::int AS count FROM ${tableAt('dirty', level.name)}
             WHERE bucket <= clock_timestamp() - interval '${level.closedAfterMs} ms'`,
          );
          if (row?.['count'] !== 0) throw new Error(`${row?.['count']} marks of ${level.name} are left`);
        }
      },
      120_000,
    );
    await Promise.all(this.replicas.map((replica) => replica.stop()));
    return outcome;
  }

  /** All that is stored, once the buckets that are still open were made as they are. */
  async stored(): Promise<Stored> {
    const pool = openPool(this.pipeline.databaseUrl, 1);
    try {
      const edition = await migrate(this.pipeline.databaseUrl, () => undefined);
      for (const level of LEVELS) await closeAll(pool, edition, level);
      return await readStored(pool);
    } finally {
      await pool.end();
    }
  }
}

async function keepRaw(databaseUrl: string, ms: number): Promise<void> {
  await execute(
    databaseUrl,
    `INSERT INTO retention VALUES ('raw', ${ms}) ON CONFLICT (resolution) DO UPDATE SET keep_ms = ${ms}`,
  );
}

async function closeAll(pool: pg.Pool, edition: Edition, level: Level): Promise<void> {
  const client = await pool.connect();
  try {
    await edition.ensureRoom(client, [levelTable(level)], await markedBefore(client, level, Infinity));
    await client.query('BEGIN');
    await lockRollup(client);
    await refreshBefore(client, level, Infinity);
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

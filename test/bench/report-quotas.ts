import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Pool } from 'pg';
import type { Accounting } from '../../apps/aggregator/src/billing/accounting.js';
import { openPool } from '../support/database.js';
import { type Taken, watchDatabase } from './report-taken.js';

const BUILT = new URL('../../apps/aggregator/dist/', import.meta.url);
// As it is deployed.
const built = async (path: string): Promise<unknown> => import(new URL(path, BUILT).href);

/** Measures the accounting of a quota for each host, and then of one for all of them. */
export async function measureQuotas(databaseUrl: string, databasePid: number): Promise<Record<string, Taken>> {
  const pool = openPool(databaseUrl);
  const { Accounting: Built } = (await built('billing/accounting.js')) as { Accounting: typeof Accounting };
  const round = async (): Promise<void> => new Built(pool, pool).round(new AbortController().signal);
  const taken: Record<string, Taken> = {};
  for (const [name, kind] of Object.entries({ quotaFleet: 'fleet', quotaHosts: 'host' })) {
    await pool.query('DELETE FROM quota');
    await makeQuotas(pool, kind);
    taken[`${name}Month`] = await measure(databasePid, async () => {
      for (let before = -1; before !== (await countedDays(pool));) {
        before = await countedDays(pool);
        await round();
      }
    });
    // What is known is read first; then only the day under way is due again.
    await pool.query(`UPDATE quota_day SET counted_at = counted_at - interval '2 min'`);
    taken[`${name}Minute`] = await measure(databasePid, round);
  }
  await pool.end();
  return taken;
}

async function countedDays(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM quota_day');
  return rows[0]?.count ?? 0;
}

async function makeQuotas(pool: Pool, kind: string): Promise<void> {
  const { writeQuota } = (await built('store/billing/quotas.js')) as {
    writeQuota: (pool: Pool, row: object) => Promise<boolean>;
  };
  const { rows } = await pool.query<{ id: string }>('SELECT id::text FROM host');
  for (const { id } of kind === 'fleet' ? [{ id: null }] : rows) {
    const cycle = { kind: 'monthly', timeZone: 'UTC' };
    const given = { name: `of ${id}`, subject: { kind, host: id }, cycle, measure: 'sum', limitBytes: '1000000000000' };
    await writeQuota(pool, { id: randomUUID(), name: given.name, hostUuid: id, given, counts: kind });
  }
}

async function measure(databasePid: number, work: () => Promise<void>): Promise<Taken> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const database = watchDatabase(databasePid);
  let peakMb = 0;
  const timer = setInterval(() => (peakMb = Math.max(peakMb, process.memoryUsage.rss() / 1e6)), 100);
  const cpu = process.cpuUsage();
  delay.enable();
  await work();
  delay.disable();
  const { user, system } = process.cpuUsage(cpu);
  clearInterval(timer);
  return { cpuSeconds: (user + system) / 1e6, ...database.taken(), turnMs: delay.max / 1e6, peakMb };
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Pool } from 'pg';
import { FILES_KEPT_DAYS, MOST_BYTES_KEPT, tidyJobs } from '../../../apps/aggregator/src/store/jobs/files.js';
import { migrate } from '../../../apps/aggregator/src/store/migrate.js';
import { openPool } from '../../support/database.js';
import { startPostgres } from '../../support/postgres.js';

const [ADA, BEN] = ['a', 'b'].map((each) => `${each.repeat(8)}-0000-4000-8000-000000000000`);
const REPORT = '12345678-0000-4000-8000-000000000000';
const GB = 1024 ** 3;

/** A job that is done, by its title, with a file that is said to be so large. */
interface Done {
  readonly title: string;
  readonly owner?: string | null | undefined;
  readonly isOfReport?: boolean;
  readonly bytes?: number;
  readonly agoDays: number;
}

const WRITE = `
WITH made AS (
  INSERT INTO job (id, kind, title, asked, scope_key, made_by, account_id, report_id, state, finished_at)
  VALUES (gen_random_uuid(), 'export', $1, '{}', '', '', $2, $3, 'done', now() - $4::float8 * interval '1 day') RETURNING id),
piece AS (INSERT INTO job_chunk SELECT id, 'f', 0, '' FROM made)
INSERT INTO job_file (job_id, name, type, bytes, sha256) SELECT id, 'f', 'text/csv', $5, '' FROM made`;

describe('files of jobs', () => {
  let pool: Pool;

  /** The titles of those whose files are left of all these. */
  const leftOf = async (...jobs: readonly Done[]): Promise<string[]> => {
    for (const { title, owner = null, isOfReport = false, bytes = 1, agoDays } of jobs)
      await pool.query(WRITE, [title, owner, isOfReport ? REPORT : null, agoDays, bytes]);
    await tidyJobs(pool);
    const left = `SELECT title FROM job WHERE EXISTS (SELECT FROM job_file WHERE job_id = id)
      AND EXISTS (SELECT FROM job_chunk WHERE job_id = id) AND files_gone_at IS NULL ORDER BY title`;
    const gone = `SELECT FROM job WHERE NOT EXISTS (SELECT FROM job_file WHERE job_id = id)
      AND NOT EXISTS (SELECT FROM job_chunk WHERE job_id = id) AND files_gone_at IS NOT NULL`;
    const { rows } = await pool.query<{ title: string }>(left);
    const { rowCount: all } = await pool.query('SELECT FROM job');
    // Nothing goes half, nor without a word.
    expect(rows.length + ((await pool.query(gone)).rowCount ?? 0)).toBe(all);
    return rows.map(({ title }) => title);
  };

  beforeAll(async () => {
    const url = await (await startPostgres()).createDatabase();
    await migrate(url, () => undefined);
    pool = openPool(url);
  });
  beforeEach(() => pool.query('TRUNCATE job CASCADE'));
  afterAll(() => pool.end());

  it('go after 30 days, and the jobs themselves after 400', async () => {
    const ages = [1, FILES_KEPT_DAYS - 0.01, FILES_KEPT_DAYS + 0.01, 399, 401];
    const jobs = ages.map((agoDays) => ({ title: String(agoDays), agoDays }));
    expect(await leftOf(...jobs)).toEqual(['1', '29.99']);
    const { rows } = await pool.query<{ title: string }>('SELECT title FROM job ORDER BY finished_at DESC');
    expect(rows.map(({ title }) => title)).toEqual(ages.slice(0, 4).map(String));
  });

  it('are 5 GB at most, to the byte; of one owner the oldest go first', async () => {
    const half = MOST_BYTES_KEPT / 2;
    const old = { title: 'old', agoDays: 3, bytes: 1 };
    const [middle, young] = [2, 1].map((agoDays) => ({ title: `${agoDays} days`, agoDays, bytes: half }));
    expect(await leftOf(old, middle as Done, young as Done)).toEqual(['1 days', '2 days']);
  });

  it('go first of whoever holds most, however old those of others are', async () => {
    const flood = Array.from({ length: 8 }, (_, place) => ({
      ...{ title: `ada ${place}`, owner: ADA, bytes: GB, agoDays: 0.1 + place / 10 },
    }));
    const others = [
      { title: 'ben', owner: BEN, bytes: GB, agoDays: 29 },
      { title: 'local', owner: null, bytes: GB, agoDays: 28 },
    ];
    expect(await leftOf(...flood, ...others)).toEqual(['ada 0', 'ada 1', 'ada 2', 'ben', 'local']);
  });

  it('go last where a saved report made them, and also of these first of whoever holds most', async () => {
    const exports = [1, 2].map((agoDays) => ({ title: `export ${agoDays}`, owner: BEN, bytes: GB, agoDays }));
    const reports = [3, 4, 5].map((agoDays) => ({ title: `report ${agoDays}`, owner: ADA, bytes: GB, agoDays }));
    const all = [...exports, ...reports].map((each) => ({ ...each, isOfReport: each.title.startsWith('report') }));
    const last = { title: 'report of ben', owner: BEN, isOfReport: true, bytes: GB, agoDays: 20 };
    expect(await leftOf(...all, last)).toEqual(['export 1', 'report 3', 'report 4', 'report 5', 'report of ben']);
    const more = [6, 7].map((agoDays) => ({
      title: `report ${agoDays}`,
      owner: ADA,
      isOfReport: true,
      bytes: GB,
      agoDays,
    }));
    expect(await leftOf(...more)).toEqual(['report 3', 'report 4', 'report 5', 'report 6', 'report of ben']);
  });
});

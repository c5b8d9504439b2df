import type { Pool } from 'pg';

/** How the analysis of a partition keeps up. */
export interface AnalysisReport {
  readonly partition: number;
  /** How long ago what was analysed last had ended. */
  readonly lagMs: number;
  /** Interfaces that are analysed. */
  readonly series: number;
  /** Those of them that are looked at less often than they should be. */
  readonly thinned: number;
  /** Since when there are any, ms since 1970. */
  readonly thinnedSinceMs: number | null;
}

/** Says how the analysis of a partition, of so many, keeps up, for all processes. */
export async function writeAnalysis(pool: Pool, partitions: number, report: AnalysisReport): Promise<void> {
  const { partition, lagMs, series, thinned, thinnedSinceMs } = report;
  await pool.query(
    `INSERT INTO analysis (partition, at, lag_ms, series, thinned, thinned_since)
     VALUES ($1, now(), $2, $3, $4, to_timestamp($5::float8 / 1000))
     ON CONFLICT (partition) DO UPDATE SET at = EXCLUDED.at, lag_ms = EXCLUDED.lag_ms, series = EXCLUDED.series,
       thinned = EXCLUDED.thinned, thinned_since = EXCLUDED.thinned_since`,
    [partition, lagMs, series, thinned, thinnedSinceMs],
  );
  // There were more of them once.
  await pool.query('DELETE FROM analysis WHERE partition >= $1', [partitions]);
}

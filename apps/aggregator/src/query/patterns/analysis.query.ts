import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';

/** How the analysis keeps up, all partitions taken together. */
export interface AnalysisState {
  /** When its owner said so last, of the partition that was silent for longest; null where nobody ever did. */
  readonly at: Date | null;
  readonly lagMs: number | null;
  readonly series: number;
  readonly thinned: number;
  readonly thinnedSince: Date | null;
}

const STATE = `
SELECT min(at) AS at, max(lag_ms) AS "lagMs", coalesce(sum(series), 0)::int AS series,
  coalesce(sum(thinned), 0)::int AS thinned, min(thinned_since) AS "thinnedSince"
FROM analysis`;

/** Reads how the analysis keeps up. */
@Injectable()
export class AnalysisQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  async read(): Promise<AnalysisState> {
    const { rows } = await this.database.query<AnalysisState>(STATE);
    return rows[0] ?? { at: null, lagMs: null, series: 0, thinned: 0, thinnedSince: null };
  }
}

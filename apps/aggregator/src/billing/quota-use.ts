import type { Pool } from 'pg';
import { percentOf } from './quota.js';
import { QuotaQuery } from './quota.query.js';

/** How much of a quota is used. */
export interface QuotaUse {
  readonly id: string;
  readonly name: string;
  readonly hostUuid: string | null;
  /** Of the limit in the cycle under way; NaN without a limit, and until it is counted. */
  readonly usedPercent: number;
  /** The same of what is expected by its end; NaN where too little is known. */
  readonly expectedPercent: number;
}

/** Reads how much of each quota is used. */
export async function readQuotaUse(pool: Pool): Promise<QuotaUse[]> {
  const answered = await new QuotaQuery(pool).all();
  return Promise.all(
    answered.map(async ({ quota, current }) => {
      const cycle = await current();
      const expected = cycle?.outlook ? percentOf(quota, BigInt(Math.round(cycle.outlook.usedBytes))) : null;
      const { id, name, subject } = quota;
      const percents = { usedPercent: cycle?.usedPercent ?? NaN, expectedPercent: expected ?? NaN };
      return { id, name, hostUuid: subject.host, ...percents };
    }),
  );
}

import type { Pool } from 'pg';
import type { WatchedContainer } from '../../query/watched/inventory.js';
import { type Churn, churnOf } from '../lifecycle/churn.js';

/** By then the inventory no longer shows what stopped; what it shows still was started again. */
const SHOWN_FOR_MS = 30_000;
const DAY_MS = 86_400_000;

const LATELY = `
SELECT kind, subject, before FROM event
WHERE time > now() - interval '1 day' AND kind IN ('container.started', 'container.stopped', 'container.replaced')
ORDER BY time`;

interface LatelyRow {
  readonly kind: string;
  readonly subject: string;
  readonly before: string | null;
}

/** Containers that were seen to stop within a day: they are not watched, and not missed. */
export class Stopped {
  private readonly sinceMs = new Map<string, number>();

  constructor(private readonly pool: Pool) {}

  /** Reads what happened before this process listened. */
  async read(): Promise<void> {
    for (const row of (await this.pool.query<LatelyRow>(LATELY)).rows) {
      const churn = churnOf(row);
      if (churn) this.note(churn, Date.now() - SHOWN_FOR_MS);
    }
  }

  note({ containerId, isStopped }: Churn, nowMs: number): void {
    if (isStopped) this.sinceMs.set(containerId, nowMs);
    else this.sinceMs.delete(containerId);
    for (const [id, sinceMs] of this.sinceMs) {
      if (sinceMs > nowMs - DAY_MS) break;
      this.sinceMs.delete(id);
    }
  }

  has({ id, goneMs }: WatchedContainer, nowMs: number): boolean {
    const sinceMs = this.sinceMs.get(id);
    return sinceMs !== undefined && (goneMs !== null || nowMs - sinceMs < SHOWN_FOR_MS);
  }
}

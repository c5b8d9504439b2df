import type { BatchOutcome, RefusedKind } from '../metrics/ingest-metrics.js';
import type { Arrival } from '../store/write/arrival.js';
import type { Written } from '../store/write/batch-writer.js';

/** The figures of a committed batch. */
export function outcomeOf(written: Written, arrivals: readonly Arrival[], seconds: number): BatchOutcome {
  const refused = new Map<RefusedKind, number>();
  for (const { content } of written.refused) refused.set(content.of, (refused.get(content.of) ?? 0) + 1);
  return {
    stored: written.stored,
    refused,
    duplicates: written.duplicates,
    rows: written.rows,
    seconds,
    lagSeconds: (Date.now() - Math.max(...arrivals.map(({ receivedMs }) => receivedMs))) / 1000,
    lastSampleMs: written.lastSampleMs,
  };
}

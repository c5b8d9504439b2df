import type { SystemFindings } from './findings.js';
import { agentsOf } from './judge/agents.js';
import { analysisOf } from './judge/analysis.js';
import { databaseOf } from './judge/database.js';
import { ingestOf } from './judge/ingest.js';
import { jobsOf } from './judge/jobs.js';
import { processesOf } from './judge/processes.js';
import { quotasOf } from './judge/quotas.js';
import { refusedOf } from './judge/refused.js';
import { streamOf } from './judge/stream.js';
import { type Judged, PART_NAMES, type PartName, type PartState, type SystemPart } from './part.js';

/** Judges each part. */
export function judgeParts(findings: SystemFindings): SystemPart[] {
  const judged: Readonly<Record<PartName, Judged>> = {
    agents: agentsOf(findings),
    stream: streamOf(findings),
    ingest: ingestOf(findings),
    refused: refusedOf(findings),
    database: databaseOf(findings),
    analysis: analysisOf(findings),
    quotas: quotasOf(findings),
    jobs: jobsOf(findings),
    processes: processesOf(findings),
  };
  return PART_NAMES.map((name) => ({ name, ...judged[name] }));
}

/** The worst of all; what is unknown is worse than what is good, and nothing else. */
export function worstOf(parts: readonly Pick<SystemPart, 'state'>[]): PartState {
  const states = parts.map(({ state }) => state);
  return (['bad', 'warn', 'unknown'] as const).find((state) => states.includes(state)) ?? 'good';
}

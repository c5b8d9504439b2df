import type { CollectorName } from './names.js';

/** How a collector's last run went. */
export interface CollectorReport {
  readonly name: CollectorName;
  readonly durationMs: number;
  /** Null where all went well. */
  readonly failure: string | null;
}

/** How a collector has fared since the agent started. */
export interface CollectorRecord extends CollectorReport {
  readonly runs: number;
  readonly failures: number;
  readonly totalMs: number;
}

/** What a run of a collector brought: of what, how many; and in one sentence what it could not bring. */
export interface Outcome {
  readonly failure: string | null;
  readonly counts: Readonly<Record<string, number>>;
}

/** Is told of every run. */
export type RunLog = (report: CollectorReport, counts: Outcome['counts']) => void;

/** Runs collectors apart from each other, times and counts them. */
export class CollectorReports {
  private readonly records = new Map<CollectorName, CollectorRecord>();
  private readonly failed = new Set<CollectorName>();

  constructor(
    private readonly monotonicMs: () => number,
    private readonly log: RunLog,
  ) {}

  /** Runs a collector; null where it threw, which is its failure and nobody else's. */
  run<T extends Outcome>(name: CollectorName, collect: () => T): T | null {
    const startMs = this.monotonicMs();
    const attempt = attemptTo(collect);
    const { failure, counts } = attempt.outcome ?? { failure: attempt.failure, counts: {} };
    this.add({ name, durationMs: this.monotonicMs() - startMs, failure }, counts);
    return attempt.outcome;
  }

  /** Takes in a run that was timed elsewhere. */
  add(report: CollectorReport, counts: Outcome['counts'] = {}): void {
    const { runs, failures, totalMs } = this.records.get(report.name) ?? { runs: 0, failures: 0, totalMs: 0 };
    const hasFailed = report.failure !== null;
    if (hasFailed) this.failed.add(report.name);
    this.records.set(report.name, {
      ...report,
      runs: runs + 1,
      failures: failures + Number(hasFailed),
      totalMs: totalMs + report.durationMs,
    });
    this.log(report, counts);
  }

  all(): CollectorRecord[] {
    return [...this.records.values()];
  }

  /** The names of those that failed since this was last asked. */
  takeFailed(): CollectorName[] {
    const names = [...this.failed];
    this.failed.clear();
    return names;
  }
}

type Attempt<T> =
  { readonly outcome: T; readonly failure: null } | { readonly outcome: null; readonly failure: string };

function attemptTo<T>(collect: () => T): Attempt<T> {
  try {
    return { outcome: collect(), failure: null };
  } catch (error) {
    return { outcome: null, failure: error instanceof Error ? error.message : String(error) };
  }
}

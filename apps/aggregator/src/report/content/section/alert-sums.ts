import type { MomentRange } from '@weir/model';
import type { ListedAlert } from '../../../query/alerts/alert.js';

/** What alerts come to together. */
export interface SumOfAlerts {
  readonly count: number;
  /** For how long they fired within the range, all added up. */
  readonly firingSeconds: number;
  readonly acknowledgedCount: number;
  readonly resolvedCount: number;
  /** Those that are not over. */
  readonly openCount: number;
  /** From when they fired; null where none was. */
  readonly meanSecondsToAcknowledge: number | null;
  readonly meanSecondsToResolve: number | null;
}

/** What alerts of a range come to, all and by what they have in common; read one by one, however many there are. */
export class AlertSums {
  readonly all: SumOfAlerts;
  readonly byRule = new Map<string, Sum>();
  readonly byHost = new Map<string, Sum>();
  readonly bySeverity = new Map<string, Sum>();
  private readonly whole = new Sum();

  constructor(private readonly range: MomentRange) {
    this.all = this.whole;
  }

  add(alert: ListedAlert): void {
    const { subject, ruleId, severity } = alert;
    const sums = [
      this.whole,
      sumIn(this.byRule, ruleId),
      sumIn(this.bySeverity, severity),
      ...(subject.hostName === null ? [] : [sumIn(this.byHost, subject.hostName)]),
    ];
    for (const sum of sums) sum.add(alert, this.range);
  }
}

/** For how long an alert fired within a range. */
export function firingSeconds({ firedAt, resolvedAt, since }: ListedAlert, { fromMs, toMs }: MomentRange): number {
  const beginMs = Math.max(fromMs, (firedAt ?? since).getTime());
  return Math.max(0, Math.min(toMs, resolvedAt?.getTime() ?? toMs) - beginMs) / 1_000;
}

function sumIn(sums: Map<string, Sum>, key: string): Sum {
  const sum = sums.get(key) ?? new Sum();
  sums.set(key, sum);
  return sum;
}

class Sum implements SumOfAlerts {
  count = 0;
  firingSeconds = 0;
  acknowledgedCount = 0;
  resolvedCount = 0;
  private acknowledgedMs = 0;
  private resolvedMs = 0;

  get openCount(): number {
    return this.count - this.resolvedCount;
  }

  get meanSecondsToAcknowledge(): number | null {
    return meanSeconds(this.acknowledgedMs, this.acknowledgedCount);
  }

  get meanSecondsToResolve(): number | null {
    return meanSeconds(this.resolvedMs, this.resolvedCount);
  }

  add(alert: ListedAlert, range: MomentRange): void {
    const firedMs = (alert.firedAt ?? alert.since).getTime();
    this.count += 1;
    this.firingSeconds += firingSeconds(alert, range);
    if (alert.acknowledged) {
      this.acknowledgedCount += 1;
      this.acknowledgedMs += Math.max(0, alert.acknowledged.atMs - firedMs);
    }
    if (alert.resolvedAt) {
      this.resolvedCount += 1;
      this.resolvedMs += Math.max(0, alert.resolvedAt.getTime() - firedMs);
    }
  }
}

function meanSeconds(totalMs: number, count: number): number | null {
  return count === 0 ? null : Math.round(totalMs / count) / 1_000;
}

import type { MomentRange, ReportKind, ReportSection } from '@weir/model';
import type { Filter } from '../../query/filter.js';

/** A report as it is asked for, its range settled. */
export interface ReportRequest extends MomentRange {
  readonly kind: ReportKind;
  readonly subject: ReportSubject | null;
  /** Only what passes this; null = everything. */
  readonly filter: Filter | null;
  /** What figures are compared with; null = nothing. */
  readonly before: MomentRange | null;
  /** IANA name. */
  readonly timeZone: string;
  /** Of the kind `custom`: what it is made of. */
  readonly sections: readonly ReportSection[] | null;
}

/** Whether something is left out by a filter. */
export function isFiltered({ filter }: Pick<ReportRequest, 'filter'>): boolean {
  return filter !== null && Object.values(filter).some((value) => value != null);
}

/** What a report of one thing is about. */
export interface ReportSubject {
  /** Id of a host. */
  readonly host?: string;
  /** Name of a network; of a service as `stack/service`, of a workload as `namespace/Deployment/web`, or of a stack. */
  readonly name?: string;
}

import { COUNTERS, type Decoded, describeRefusal, type MomentRange } from '@weir/model';
import type { FiveMinutes } from '../../query/five-minutes.query.js';
import type { Grid } from '../../query/grid.js';
import { type Filter } from '../../query/filter.js';
import type { Grouping } from '../../query/grouping.js';
import { ofContainers } from '../../query/outlook/line.js';
import type { GroupTotals, TotalsAnswer, TotalsRequest } from '../../query/totals.js';
import type { ReportRequest } from './report-request.js';
import type { ReportSources } from './sources.js';
import type { Subject } from './subject.js';

/** All as one group. */
export const ALL: Grouping = { dimensions: ['all'], labels: [] };

/** The averages of groups, by their ids, in the steps of a grid. */
export interface FiveMinutesRead {
  readonly grid: Grid;
  readonly rates: ReadonlyMap<string, FiveMinutes>;
}

/** What the sections of one report are made from. What several of them need is read once. */
export class ReportContext {
  /** Everything that the report is about. */
  readonly filter: Filter;
  /** The interfaces whose traffic it counts: uplinks, or those of containers where it is about some of these. */
  readonly traffic: Filter;
  /** The ranges of which was said how much is kept. */
  readonly noted = new Set<MomentRange>();
  private readonly read = new Map<MomentRange, Promise<TotalsAnswer>>();
  private readonly summed = new Map<MomentRange, Promise<TotalsAnswer>>();
  private fiveMinutesRead: Promise<FiveMinutesRead | null> | null = null;

  constructor(
    readonly sources: ReportSources,
    readonly request: ReportRequest,
    readonly subject: Subject,
    readonly nowMs: number,
  ) {
    this.filter = subject.filter;
    this.traffic = ofContainers(subject.filter);
  }

  /** What all counted of every counter in the range of the report; null where there is no interface. */
  async whole(): Promise<GroupTotals | null> {
    return (await this.wholeOf()).groups[0] ?? null;
  }

  /** What totals of a range are of. */
  told(range: MomentRange): Promise<Pick<TotalsAnswer, 'fromMs' | 'toMs' | 'edgeResolution'>> {
    return this.sumsOf(range);
  }

  /** All as one group, with what it counted in a range of every counter, and how fast that was: the most that is read for a report. */
  wholeOf(range: MomentRange = this.request): Promise<TotalsAnswer> {
    const known = this.read.get(range) ?? this.readWhole(range);
    this.read.set(range, known);
    return known;
  }

  /** The same of the range before; null too where nothing is compared. */
  async wholeBefore(): Promise<GroupTotals | null> {
    const { before } = this.request;
    return before && ((await this.wholeOf(before)).groups[0] ?? null);
  }

  /** Whether nothing is known of the range. */
  async isEmpty(): Promise<boolean> {
    const [whole] = (await this.sumsOf(this.request)).groups;
    return !whole || coveredMsOf(whole) === 0;
  }

  /** What all had in each five minutes of the range, read once by whoever needs it first; null where it cannot be told. */
  fiveMinutes(read: () => Promise<FiveMinutesRead | null>): Promise<FiveMinutesRead | null> {
    return (this.fiveMinutesRead ??= read());
  }

  /** What is asked of the traffic of the report. */
  asked(grouping: Grouping, more: Partial<TotalsRequest> = {}): TotalsRequest {
    const { fromMs, toMs } = this.request;
    return {
      ...{ interfaces: null, filter: this.traffic, fromMs, toMs, counters: COUNTERS, grouping, top: null },
      ...more,
    };
  }

  /** Not every report tells of all: sums alone cost least. */
  private sumsOf(range: MomentRange): Promise<TotalsAnswer> {
    const { fromMs, toMs } = range;
    const asked = this.asked(ALL, { fromMs, toMs, counters: ['rxBytes'] });
    const known = this.summed.get(range) ?? this.sources.totals.sums(asked).then(answered);
    this.summed.set(range, known);
    return known;
  }

  private async readWhole({ fromMs, toMs }: MomentRange): Promise<TotalsAnswer> {
    return answered(await this.sources.totals.rates(this.asked(ALL, { fromMs, toMs })));
  }
}

/** An answer to a question that was looked at before; throws where it is refused all the same. */
export function answered<T>(answer: Decoded<T>): T {
  if (!answer.ok) throw new Error(`a question of a report was refused: ${describeRefusal(answer.refusal)}`);
  return answer.value;
}

/** How much of a range is known of a group, ms. */
export function coveredMsOf(group: GroupTotals): number {
  return group.statistics()[0]?.coveredMs ?? 0;
}

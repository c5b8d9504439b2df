import { Injectable } from '@nestjs/common';
import { COUNTERS, type Decoded } from '@weir/model';
import type { Filter } from '../filter.js';
import { TotalsQuery } from '../totals.query.js';
import { type BeforeAndAfter, compared, counted, type Stretch, UNKNOWN } from './before-after.js';

/** Whose traffic is asked, around which moment. */
export interface AroundAsked {
  readonly filter: Filter;
  /** ms since 1970. */
  readonly atMs: number;
  /** How much on either side. */
  readonly minutes: number;
}

const MINUTE_MS = 60_000;
const MOST_MINUTES = 24 * 60;
const ONE_GROUP = { dimensions: ['all'], labels: [] } as const;

/** Answers what traffic was before a moment and after it. */
@Injectable()
export class BeforeAndAfterQuery {
  constructor(private readonly totals: TotalsQuery) {}

  /** The figures, or what is wrong with the request. What is still to come after the moment is left out. */
  async answer({ filter, atMs, minutes }: AroundAsked, nowMs: number): Promise<Decoded<BeforeAndAfter>> {
    if (!(minutes >= 1 && minutes <= MOST_MINUTES))
      return { ok: false, refusal: { field: 'minutes', reason: `is not between 1 and ${MOST_MINUTES}` } };
    if (atMs >= nowMs) return { ok: false, refusal: { field: 'at', reason: 'is not in the past' } };
    const spanMs = minutes * MINUTE_MS;
    const before = await this.stretch(filter, atMs - spanMs, atMs);
    if (!before.ok) return before;
    const after = await this.stretch(filter, atMs, Math.min(atMs + spanMs, nowMs));
    return after.ok ? { ok: true, value: compared(before.value, after.value) } : after;
  }

  private async stretch(filter: Filter, fromMs: number, toMs: number): Promise<Decoded<Stretch>> {
    const asked = { interfaces: null, filter: counted(filter), fromMs, toMs, counters: COUNTERS, grouping: ONE_GROUP };
    const answer = await this.totals.answer({ ...asked, top: null });
    if (!answer.ok) return answer;
    const { groups, ...range } = answer.value;
    const known = groups[0]?.statistics().map(({ counter, averagePerSecond }) => [counter, averagePerSecond]) ?? [];
    const perSecond = { ...UNKNOWN, ...(Object.fromEntries(known) as Partial<Stretch['perSecond']>) };
    return { ok: true, value: { fromMs: range.fromMs, toMs: range.toMs, perSecond } };
  }
}

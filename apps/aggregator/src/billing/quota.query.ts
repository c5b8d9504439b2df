import type { MomentRange } from '@weir/model';
import { Inject, Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { Pool } from 'pg';
import { cycleAt, cyclesBack, cyclesIn } from '../calendar/cycle.js';
import { type QuotaDayRow, type QuotaSpan, readDays, type SpanSum, sumSpans } from '../store/billing/quota-days.js';
import { type ReadQuotaRow, readQuotas } from '../store/billing/quotas.js';
import { READERS } from '../store/database.js';
import type { Outlook } from './outlook.js';
import { costOf, percentOf, type Quota, usedOf, type Volume } from './quota.js';
import { readQuota, type WrittenQuota } from './read-quota.js';

/** Most cycles that are answered of a quota at once. */
export const MOST_CYCLES = 120;

/** What a cycle came to, or has come to so far. Times are ms since 1970. */
export interface CountedCycle extends MomentRange, Volume {
  /** Whether it is over: it is corrected only for samples that come late. */
  readonly isClosed: boolean;
  /** From when on, and as far as, it was counted. */
  readonly countedFromMs: number;
  readonly countedUntilMs: number;
  readonly usedBytes: bigint;
  /** Of the limit; null without one. */
  readonly usedPercent: number | null;
  /** How much is known of the time in which its interfaces were there; null where none was. */
  readonly coveredPercent: number | null;
  readonly cost: number | null;
  /** Of the cycle under way; null where too little is known. */
  readonly outlook: Outlook | null;
  readonly expectedCost: number | null;
}

/** A quota as it is answered. What was counted is read of all that are answered together by one statement. */
export interface AnsweredQuota {
  readonly quota: Quota;
  /** The cycle under way; null where nothing of it was counted yet. */
  current(): Promise<CountedCycle | null>;
  /** Cycles of which something was counted, the newest first, the one under way included. */
  cycles(count: number): Promise<CountedCycle[]>;
  /** When the cycles are that hold something of a range and have begun, the newest first; ms since 1970. */
  spansIn(range: MomentRange): MomentRange[];
  /** What was counted in such spans; none of those in which nothing was. */
  countedIn(spans: readonly MomentRange[]): Promise<CountedCycle[]>;
  /** The days of the cycle that holds a moment, ms since 1970; oldest first. */
  days(atMs: number): Promise<QuotaDayRow[]>;
}

/** Answers what quotas there are, and what was counted. */
@Injectable()
export class QuotaQuery {
  constructor(@Inject(READERS) private readonly readers: Pool) {}

  /** All quotas, by name. */
  async all(): Promise<AnsweredQuota[]> {
    const { readers } = this;
    const read: Reads = {
      sums: new DataLoader((spans) => sumSpans(readers, spans), { cache: false }),
      days: new DataLoader((spans) => readDays(readers, spans), { cache: false }),
    };
    const nowMs = Date.now();
    return (await readQuotas(readers)).flatMap((row) => answerOf(row, read, nowMs) ?? []);
  }

  /** One; null where there is none of this id. */
  async byId(id: string): Promise<AnsweredQuota | null> {
    return (await this.all()).find(({ quota }) => quota.id === id) ?? null;
  }
}

/** What is read of all quotas of an answer together. */
interface Reads {
  readonly sums: DataLoader<QuotaSpan, SpanSum | null>;
  readonly days: DataLoader<QuotaSpan, QuotaDayRow[]>;
}

/** Null of what another version wrote, and this one does not understand. */
function answerOf(row: ReadQuotaRow, { sums, days }: Reads, nowMs: number): AnsweredQuota | null {
  const read = readQuota(row.given as WrittenQuota, row.id);
  if (!read.ok) return null;
  const { quota } = read;
  const countedIn = async (spans: readonly MomentRange[]): Promise<CountedCycle[]> => {
    const counted = await Promise.all(spans.map((span) => sums.load({ quotaId: quota.id, ...span })));
    return spans.flatMap((span, index) => {
      const sum = counted[index];
      return sum ? [cycleOf(quota, span, sum, row, nowMs)] : [];
    });
  };
  const cycles = (count: number): Promise<CountedCycle[]> => countedIn(cyclesBack(quota.cycle, nowMs, count));
  return {
    ...{ quota, cycles, countedIn },
    spansIn: ({ fromMs, toMs }) => cyclesIn(quota.cycle, { fromMs, toMs: Math.min(toMs, nowMs + 1) }).reverse(),
    current: async () => (await cycles(1))[0] ?? null,
    days: (atMs) => days.load({ quotaId: quota.id, ...cycleAt(quota.cycle, atMs) }),
  };
}

/** How much is known of the time in which there was something of it, as per cent; null where there was nothing. */
export function coveredPercentOf({ coveredMs, aliveMs }: Pick<SpanSum, 'coveredMs' | 'aliveMs'>): number | null {
  return aliveMs > 0 ? Math.round((coveredMs / aliveMs) * 10_000) / 100 : null;
}

function cycleOf(
  quota: Quota,
  span: MomentRange,
  sum: SpanSum,
  { outlook }: ReadQuotaRow,
  nowMs: number,
): CountedCycle {
  const usedBytes = usedOf(quota.measure, sum);
  const expected = outlook?.cycleFromMs === span.fromMs ? (outlook.outlook as Outlook | null) : null;
  return {
    ...span,
    isClosed: span.toMs <= nowMs,
    ...{ receivedBytes: sum.receivedBytes, transmittedBytes: sum.transmittedBytes, usedBytes },
    ...{ countedFromMs: sum.countedFromMs, countedUntilMs: sum.countedUntilMs },
    usedPercent: percentOf(quota, usedBytes),
    coveredPercent: coveredPercentOf(sum),
    cost: costOf(quota, usedBytes),
    outlook: expected,
    expectedCost: expected ? costOf(quota, BigInt(Math.round(expected.usedBytes))) : null,
  };
}

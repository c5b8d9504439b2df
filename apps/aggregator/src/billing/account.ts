import type { MomentRange } from '@weir/model';
import type { Pool } from 'pg';
import { cycleAt } from '../calendar/cycle.js';
import { type QuotaDayRow, readDays } from '../store/billing/quota-days.js';
import { type ReadQuotaRow, writeOutlook } from '../store/billing/quotas.js';
import type { HorizonsNow } from '../store/rollup/horizon.js';
import { countedSince, daysDue, TODAY_EVERY_MS } from './days.js';
import { outlookOf } from './outlook.js';
import type { Quota } from './quota.js';
import { readQuota, type WrittenQuota } from './read-quota.js';
import { Setbacks } from './setbacks.js';
import { isTold } from './volume.js';

/** Of a new quota hundreds of days may be due, while others wait for their day under way. */
const DAYS_A_ROUND = 20;
const OUTLOOK_EVERY_MS = 3_600_000;

/** Days of a quota that are to be counted now: that under way, and those that are over, the newest first. */
export interface Due {
  readonly today: readonly MomentRange[];
  readonly past: readonly MomentRange[];
  /** Whether some are left for the next time that never were counted. */
  readonly isMore: boolean;
}

/** A quota, and its days as far as they are counted. */
export class Account {
  /** When there was something of it first, ms since 1970; Infinity where there never was. */
  firstMs = Infinity;
  /** Days that could not be counted. One that is over puts off no day under way. */
  private readonly setbacks = { today: new Setbacks(), past: new Setbacks() };
  /** When all that was due was tried last, ms since 1970: nothing is due again within a minute. */
  private triedMs = -Infinity;
  /** Of which cycle something was expected, and when that was; ms since 1970. */
  private expected: { readonly cycleFromMs: number; readonly madeMs: number } | null;

  private constructor(
    readonly row: ReadQuotaRow,
    readonly quota: Quota,
    private readonly days: Map<number, QuotaDayRow>,
  ) {
    this.expected = row.outlook;
  }

  /** One that another version wrote, and this one does not understand, is not counted: null. */
  static async open(pool: Pool, row: ReadQuotaRow): Promise<Account | null> {
    const read = readQuota(row.given as WrittenQuota, row.id);
    if (!read.ok) return null;
    const fromMs = countedSince(read.quota.cycle, Date.now());
    const [days = []] = await readDays(pool, [{ quotaId: row.id, fromMs, toMs: Infinity }]);
    return new Account(row, read.quota, new Map(days.map((day) => [day.fromMs, day])));
  }

  /** Why something of it could not be counted; null where nothing failed. */
  get fault(): string | null {
    const { today, past } = this.setbacks;
    return today.reason ?? past.reason;
  }

  /** What is to be counted now; null where that was tried within the last minute. */
  due(horizons: HorizonsNow): Due | null {
    const { nowMs } = horizons;
    if (nowMs - this.triedMs < TODAY_EVERY_MS) return null;
    const isTellable = (span: MomentRange): boolean => isTold(horizons, span);
    // What comes late may be of a time before all that was known. Of what there never was, today is counted: nothing.
    const oldestMs = Math.min(this.firstMs, nowMs);
    const due = daysDue({ cycle: this.quota.cycle, known: this.days, oldestMs, nowMs, isTellable });
    const isUnderWay = ({ toMs }: MomentRange): boolean => toMs > nowMs;
    const today = this.setbacks.today.triable(due.filter(isUnderWay), nowMs);
    const past = this.setbacks.past.triable(
      due.filter((day) => !isUnderWay(day)),
      nowMs,
    );
    if (past.length <= DAYS_A_ROUND) this.triedMs = nowMs;
    const isMore = past.slice(DAYS_A_ROUND).some(({ fromMs }) => !this.days.has(fromMs));
    return { today, past: past.slice(0, DAYS_A_ROUND), isMore };
  }

  /** A day as it is to be written: what was counted once stays, for of a host that was forgotten since nothing is stored any more. */
  atLeast(counted: QuotaDayRow): QuotaDayRow {
    const known = this.days.get(counted.fromMs);
    if (!known) return counted;
    const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);
    return {
      ...counted,
      receivedBytes: larger(known.receivedBytes, counted.receivedBytes),
      transmittedBytes: larger(known.transmittedBytes, counted.transmittedBytes),
    };
  }

  counted(day: QuotaDayRow): void {
    this.days.set(day.fromMs, day);
    for (const setbacks of Object.values(this.setbacks)) setbacks.counted(day);
  }

  failed(day: MomentRange, reason: string, nowMs: number): void {
    this.setbacks[day.toMs > nowMs ? 'today' : 'past'].failed(day, reason, nowMs);
  }

  /** Says once an hour what its cycle comes to. */
  async expect(pool: Pool, nowMs: number): Promise<void> {
    const span = cycleAt(this.quota.cycle, nowMs);
    if (this.expected?.cycleFromMs === span.fromMs && nowMs - this.expected.madeMs < OUTLOOK_EVERY_MS) return;
    const ordered = [...this.days.values()].sort((one, other) => one.fromMs - other.fromMs);
    await writeOutlook(pool, this.row, span.fromMs, outlookOf(this.quota, ordered, span));
    this.expected = { cycleFromMs: span.fromMs, madeMs: nowMs };
  }
}

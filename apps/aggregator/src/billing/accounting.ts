import type { Pool } from 'pg';
import { cycleAt, type CycleSpan } from '../calendar/cycle.js';
import { storedRange } from '../query/totals.js';
import { type QuotaDayRow, readDays, writeDay } from '../store/billing/quota-days.js';
import { type ReadQuotaRow, readQuotas, writeOutlook } from '../store/billing/quotas.js';
import { onConnection } from '../store/connection.js';
import { type Horizons, readHorizons } from '../store/rollup/horizon.js';
import { asFar, countedSince, daysDue } from './days.js';
import { outlookOf } from './outlook.js';
import type { Quota } from './quota.js';
import { readQuota, type WrittenQuota } from './read-quota.js';
import { countVolume } from './volume.js';

/** A quota, and its days as far as they are counted. */
interface Account {
  readonly row: ReadQuotaRow;
  readonly quota: Quota;
  readonly days: Map<number, QuotaDayRow>;
  /** Of which cycle something was expected, and when that was; ms since 1970. */
  expected: { readonly cycleFromMs: number; readonly madeMs: number } | null;
}

/** Of a new quota hundreds of days may be due, while others wait for their day under way. */
const DAYS_A_ROUND = 20;
const OUTLOOK_EVERY_MS = 3_600_000;

const OLDEST = `SELECT (extract(epoch FROM min(first_at)) * 1000)::float8 AS "oldestMs" FROM series`;

/** Counts the days of all quotas, and says what their cycles come to. One process does; what it knows of days is theirs. */
export class Accounting {
  private accounts = new Map<string, Account>();

  constructor(
    private readonly pool: Pool,
    private readonly readers: Pool,
  ) {}

  /** Counts some of what is due, the newest of each quota first. */
  async round(owned: AbortSignal): Promise<void> {
    await this.look();
    if (this.accounts.size === 0) return;
    const { rows } = await this.pool.query<{ oldestMs: number | null }>(OLDEST);
    const horizons = await onConnection(this.pool, readHorizons);
    const about = { horizons, nowMs: horizons.nowMs, oldestMs: rows[0]?.oldestMs ?? horizons.nowMs };
    const faults: unknown[] = [];
    for (const account of this.accounts.values()) {
      if (owned.aborted) return;
      // What cannot be counted of one keeps no other from being counted.
      await this.serve(account, about, owned).catch((error: unknown) => faults.push(error));
    }
    if (faults.length > 0) throw faults[0];
  }

  private async serve(account: Account, about: About, owned: AbortSignal): Promise<void> {
    const isCounted = await this.count(account, about, owned);
    if (isCounted && !owned.aborted) await this.expect(account, about.nowMs);
  }

  /** Reads which quotas there are; the days of those that are new, or were changed. */
  private async look(): Promise<void> {
    const accounts = new Map<string, Account>();
    for (const row of await readQuotas(this.pool)) {
      const known = this.accounts.get(row.id);
      const account = known?.row.updatedMs === row.updatedMs ? known : await this.open(row);
      if (account) accounts.set(row.id, account);
    }
    this.accounts = accounts;
  }

  /** One that another version wrote, and this one does not understand, is not counted. */
  private async open(row: ReadQuotaRow): Promise<Account | null> {
    const read = readQuota(row.given as WrittenQuota, row.id);
    if (!read.ok) return null;
    const fromMs = countedSince(read.quota.cycle, Date.now());
    const [days = []] = await readDays(this.pool, [{ quotaId: row.id, fromMs, untilMs: Infinity }]);
    return { row, quota: read.quota, days: new Map(days.map((day) => [day.fromMs, day])), expected: row.outlook };
  }

  /** Counts days of a quota; answers whether none is left that never was. */
  private async count({ row, quota, days }: Account, about: About, owned: AbortSignal): Promise<boolean> {
    const { horizons, nowMs, oldestMs } = about;
    const isTellable = (span: CycleSpan): boolean => isWhole(horizons, span);
    const due = daysDue({ cycle: quota.cycle, known: days, oldestMs, nowMs, isTellable });
    for (const day of due.slice(0, DAYS_A_ROUND)) {
      const range = asFar(day, nowMs);
      const volume = await countVolume(this.readers, quota.subject, range);
      // It takes a while; somebody else may count by now.
      if (owned.aborted) return false;
      if (!volume) continue;
      const counted = { ...day, ...volume, countedUntilMs: range.untilMs, countedMs: nowMs };
      if (await writeDay(this.pool, row.id, row.counts, counted)) days.set(day.fromMs, counted);
    }
    return due.slice(DAYS_A_ROUND).every(({ fromMs }) => days.has(fromMs));
  }

  private async expect(account: Account, nowMs: number): Promise<void> {
    const { row, quota, days, expected } = account;
    const span = cycleAt(quota.cycle, nowMs);
    if (expected?.cycleFromMs === span.fromMs && nowMs - expected.madeMs < OUTLOOK_EVERY_MS) return;
    const ordered = [...days.values()].sort((one, other) => one.fromMs - other.fromMs);
    await writeOutlook(this.pool, row, span.fromMs, outlookOf(quota, ordered, span));
    account.expected = { cycleFromMs: span.fromMs, madeMs: nowMs };
  }
}

/** What a round knows of the store. */
interface About {
  readonly horizons: Horizons;
  readonly nowMs: number;
  readonly oldestMs: number;
}

function isWhole(horizons: Horizons, span: CycleSpan): boolean {
  const stored = storedRange(horizons, span);
  return stored.fromMs === span.fromMs && stored.untilMs === span.untilMs;
}

import type { MomentRange } from '@weir/model';
import type { Pool } from 'pg';
import { cycleAt } from '../calendar/cycle.js';
import { type QuotaDayRow, readDays, writeDay } from '../store/billing/quota-days.js';
import { type ReadQuotaRow, readQuotas, writeOutlook } from '../store/billing/quotas.js';
import { onConnection } from '../store/connection.js';
import { type HorizonsNow, readHorizons } from '../store/rollup/horizon.js';
import { asFar, countedSince, daysDue, TODAY_EVERY_MS } from './days.js';
import { outlookOf } from './outlook.js';
import type { Quota } from './quota.js';
import { readQuota, type WrittenQuota } from './read-quota.js';
import { countVolume, firstSeen, isTold } from './volume.js';

/** A quota, and its days as far as they are counted. */
interface Account {
  readonly row: ReadQuotaRow;
  readonly quota: Quota;
  readonly days: Map<number, QuotaDayRow>;
  /** Of which cycle something was expected, and when that was; ms since 1970. */
  expected: { readonly cycleFromMs: number; readonly madeMs: number } | null;
  /** When there was something of it first, and when that was read. */
  first: { readonly atMs: number | null; readonly readMs: number };
  /** When all that was due was counted last, ms since 1970: nothing is due again within a minute. */
  countedMs: number;
}

/** Of a new quota hundreds of days may be due, while others wait for their day under way. */
const DAYS_A_ROUND = 20;
const OUTLOOK_EVERY_MS = 3_600_000;
const FIRST_EVERY_MS = 600_000;

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
    const horizons = await onConnection(this.pool, readHorizons);
    const faults: unknown[] = [];
    for (const account of this.accounts.values()) {
      if (owned.aborted) return;
      // What cannot be counted of one keeps no other from being counted.
      await this.serve(account, horizons, owned).catch((error: unknown) => faults.push(error));
    }
    if (faults.length > 0) throw faults[0];
  }

  private async serve(account: Account, horizons: HorizonsNow, owned: AbortSignal): Promise<void> {
    const isCounted = await this.count(account, horizons, owned);
    if (isCounted && !owned.aborted) await this.expect(account, horizons.nowMs);
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
    const [days = []] = await readDays(this.pool, [{ quotaId: row.id, fromMs, toMs: Infinity }]);
    const known = new Map(days.map((day) => [day.fromMs, day]));
    const never = { first: { atMs: null, readMs: -Infinity }, countedMs: -Infinity };
    return { row, quota: read.quota, days: known, expected: row.outlook, ...never };
  }

  /** Counts days of a quota; answers whether none is left that never was. */
  private async count(account: Account, horizons: HorizonsNow, owned: AbortSignal): Promise<boolean> {
    const { quota, days } = account;
    const { nowMs } = horizons;
    if (nowMs - account.countedMs < TODAY_EVERY_MS) return true;
    const isTellable = (span: MomentRange): boolean => isTold(horizons, span);
    const oldestMs = await this.oldestOf(account, nowMs);
    const due = daysDue({ cycle: quota.cycle, known: days, oldestMs, nowMs, isTellable });
    const faults: unknown[] = [];
    for (const day of due.slice(0, DAYS_A_ROUND)) {
      // A day that takes too long keeps no other from being counted.
      await this.countDay(account, day, nowMs, owned).catch((error: unknown) => faults.push(error));
      if (owned.aborted) return false;
    }
    if (faults.length > 0) throw faults[0];
    if (due.length <= DAYS_A_ROUND) account.countedMs = nowMs;
    return due.slice(DAYS_A_ROUND).every(({ fromMs }) => days.has(fromMs));
  }

  private async countDay(
    { row, quota, days }: Account,
    day: MomentRange,
    nowMs: number,
    owned: AbortSignal,
  ): Promise<void> {
    const range = asFar(day, nowMs);
    const volume = await countVolume(this.readers, quota.subject, range);
    // It takes a while; somebody else may count by now.
    if (!volume || owned.aborted) return;
    const now = { ...day, ...volume, countedUntilMs: range.toMs, countedMs: nowMs };
    const counted = atLeast(days.get(day.fromMs), now);
    if (await writeDay(this.pool, row.id, row.counts, counted)) days.set(day.fromMs, counted);
  }

  /** What comes late may be of a time before all that was known. Of what there never was, today is counted: nothing. */
  private async oldestOf(account: Account, nowMs: number): Promise<number> {
    if (nowMs - account.first.readMs >= FIRST_EVERY_MS) {
      account.first = { atMs: await firstSeen(this.readers, account.quota.subject), readMs: nowMs };
    }
    return Math.min(account.first.atMs ?? nowMs, nowMs);
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

/** What was counted once stays: of a host that was forgotten since, or of what was called otherwise, nothing is stored any more. */
function atLeast(known: QuotaDayRow | undefined, counted: QuotaDayRow): QuotaDayRow {
  if (!known) return counted;
  const larger = (one: bigint, other: bigint): bigint => (one > other ? one : other);
  return {
    ...counted,
    receivedBytes: larger(known.receivedBytes, counted.receivedBytes),
    transmittedBytes: larger(known.transmittedBytes, counted.transmittedBytes),
  };
}

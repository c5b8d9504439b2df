import type { Pool } from 'pg';
import { Turn } from '../background/turns.js';
import { isDatabaseAway } from '../store/away.js';
import { type QuotaDayRow, writeDays } from '../store/billing/quota-days.js';
import { readQuotas } from '../store/billing/quotas.js';
import { onConnection } from '../store/connection.js';
import { type HorizonsNow, readHorizons } from '../store/rollup/horizon.js';
import { Account, type Due } from './account.js';
import { batchesOf, batchesOfDays, type DayBatch, type DueDay } from './batches.js';
import { type CountedVolume, countVolumes, firstSeen, together } from './volume.js';

const FIRST_EVERY_MS = 600_000;
const MOST_NAMED = 3;

/** Counts the days of all quotas, and says what their cycles come to. One process does; what it knows of days is theirs. */
export class Accounting {
  private accounts: ReadonlyMap<string, Account> = new Map();
  /** When it was read when there was something of each first, ms since 1970. */
  private firstReadMs = -Infinity;
  /** Why that could not be read of some; null where it could. */
  private firstFault: string | null = null;

  constructor(
    private readonly pool: Pool,
    private readonly readers: Pool,
  ) {}

  /**
   * Counts some of what is due: days under way first, then the newest of those that are over. What cannot be counted of one quota keeps no
   * other from being counted: it is tried later and later, and as long as there is any, rounds end with an error that names it.
   */
  async round(owned: AbortSignal): Promise<void> {
    const opened = await this.look();
    if (this.accounts.size === 0) return;
    const horizons = await onConnection(this.pool, readHorizons);
    const { nowMs } = horizons;
    await this.readFirst(opened, nowMs);
    const due = await this.dueOf(horizons);
    const failed = new Set<Account>();
    for (const which of ['today', 'past'] as const) {
      const days = due.flatMap(({ account, [which]: own }) => own.map((day) => ({ account, day })));
      for (const batch of batchesOfDays(days, nowMs)) {
        await this.count(batch, { nowMs, owned, failed });
        if (owned.aborted) return;
      }
    }
    for (const { account, isMore } of due) {
      if (isMore || failed.has(account)) continue;
      await account.expect(this.pool, nowMs);
      if (owned.aborted) return;
    }
    this.tell();
  }

  /** Reads which quotas there are; of those that are new, or were changed, the days. Answers these. */
  private async look(): Promise<Account[]> {
    const accounts = new Map<string, Account>();
    const opened: Account[] = [];
    for (const row of await readQuotas(this.pool)) {
      const known = this.accounts.get(row.id);
      const account = known?.row.updatedMs === row.updatedMs ? known : await Account.open(this.pool, row);
      if (!account) continue;
      accounts.set(row.id, account);
      if (account !== known) opened.push(account);
    }
    this.accounts = accounts;
    return opened;
  }

  /** Of what cannot be read now, what was known stays, and of a new one the day under way is counted at least. */
  private async readFirst(opened: readonly Account[], nowMs: number): Promise<void> {
    const isTime = nowMs - this.firstReadMs >= FIRST_EVERY_MS;
    const whose = (isTime ? [...this.accounts.values()] : opened).map((account) => ({ account }));
    if (isTime) [this.firstReadMs, this.firstFault] = [nowMs, null];
    for (const { asked, items } of batchesOf(whose, () => [])) {
      try {
        const first = await firstSeen(this.readers, asked);
        for (const { account } of items) account.firstMs = earliestOf(account, first);
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        this.firstFault = String(error);
      }
    }
  }

  private async dueOf(horizons: HorizonsNow): Promise<(Due & { readonly account: Account })[]> {
    const [due, turn] = [[] as (Due & { readonly account: Account })[], new Turn()];
    for (const account of this.accounts.values()) {
      const days = account.due(horizons);
      if (days) due.push({ account, ...days });
      // A year of days by the clocks of a place takes half a millisecond: of a thousand quotas, others would wait.
      await turn.pass();
    }
    return due;
  }

  private async count({ asked, range, items }: DayBatch, { nowMs, owned, failed }: Round): Promise<void> {
    const tried = items.filter(({ account }) => !failed.has(account));
    if (tried.length === 0) return;
    try {
      const volumes = await countVolumes(this.readers, asked, range);
      // It takes a while; somebody else may count by now.
      if (!volumes || owned.aborted) return;
      await this.write(tried, (due) => ({
        ...{ ...due.day, ...volumeOf(due, volumes), countedUntilMs: range.toMs, countedMs: nowMs },
      }));
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      for (const { account, day } of tried) {
        account.failed(day, String(error), nowMs);
        failed.add(account);
      }
    }
  }

  private async write(due: readonly DueDay[], countedOf: (due: DueDay) => QuotaDayRow): Promise<void> {
    const days = due.map((each) => ({ ...each, counted: each.account.atLeast(countedOf(each)) }));
    const written = await writeDays(
      this.pool,
      days.map(({ account: { row }, counted }) => ({ quotaId: row.id, counts: row.counts, ...counted })),
    );
    for (const { account, counted } of days) if (written.has(account.row.id)) account.counted(counted);
  }

  private tell(): void {
    const failing = [...this.accounts.values()].filter(({ fault }) => fault !== null);
    const [first] = failing;
    const named = failing.slice(0, MOST_NAMED).map(({ quota }) => quota.name);
    const others = failing.length > named.length ? ` and ${failing.length - named.length} more` : '';
    if (first) throw new Error(`${named.join(', ')}${others}: ${first.fault}`);
    if (this.firstFault !== null) throw new Error(`since when there is something to count: ${this.firstFault}`);
  }
}

/** When a round is, whether it is still ours to count, and of what something failed in it. */
interface Round {
  readonly nowMs: number;
  readonly owned: AbortSignal;
  readonly failed: Set<Account>;
}

function volumeOf({ account }: DueDay, volumes: ReadonlyMap<string, CountedVolume>): CountedVolume {
  const { host } = account.quota.subject;
  return together(host === null ? volumes.values() : [volumes.get(host)].flatMap((volume) => volume ?? []));
}

function earliestOf({ quota: { subject } }: Account, first: ReadonlyMap<string, number>): number {
  const known = subject.host === null ? [...first.values()] : [first.get(subject.host) ?? Infinity];
  return known.reduce((least, ms) => Math.min(least, ms), Infinity);
}

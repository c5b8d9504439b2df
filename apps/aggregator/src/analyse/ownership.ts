import { Logger } from '@nestjs/common';
import { type Awaited, Background } from '../background/background.js';
import { Outage } from '../background/outage.js';
import { pause } from '../background/pause.js';
import { LockSession } from './lock-session.js';

/** Something that runs as long as its partition is owned; it has to end soon after the signal is aborted. */
export type Work = (owned: AbortSignal) => Promise<void>;

interface Held {
  readonly ending: AbortController;
  readonly running: Promise<unknown>[];
}

const ASK_EVERY_MS = 1_000;

/**
 * Sees to it that each partition is owned by one process at a time, and by another within 10 s when that one is gone:
 * killed, stopped or cut off. Owned is what a session of the database has locked. Each process takes its share of the
 * partitions, and stands by for the others.
 */
export class Ownership extends Background {
  private readonly logger = new Logger('analyse');
  private readonly works = new Map<number, Work[]>();
  private held = new Map<number, Held>();

  constructor(
    private readonly databaseUrl: string,
    private readonly partitions: number,
    awaited: readonly Awaited[],
  ) {
    super(awaited);
  }

  /** The partitions that this process owns now. */
  get owned(): readonly number[] {
    const owned = [...this.held].flatMap(([partition, { ending }]) => (ending.signal.aborted ? [] : [partition]));
    return owned.sort((one, other) => one - other);
  }

  /** Runs a work whenever this process owns the partition. One that fails is begun anew. */
  run(partition: number, work: Work): void {
    this.works.set(partition, [...(this.works.get(partition) ?? []), work]);
    const held = this.held.get(partition);
    if (held && !held.ending.signal.aborted) held.running.push(this.repeat(partition, work, held.ending.signal));
  }

  protected async main(stopped: AbortSignal): Promise<void> {
    const outage = new Outage('contending for partitions', this.logger);
    while (!stopped.aborted) {
      await outage.trying(() => this.contend(stopped));
      await pause(ASK_EVERY_MS, stopped);
    }
  }

  /** One session's life. What ran on its partitions is through before the locks are freed, if they are still ours. */
  private async contend(stopped: AbortSignal): Promise<void> {
    const session = await LockSession.open(this.databaseUrl);
    session.lost.addEventListener('abort', () => this.abortAll(), { once: true });
    try {
      while (!stopped.aborted && !session.lost.aborted) {
        await this.takeShare(session);
        await pause(ASK_EVERY_MS, stopped);
      }
    } finally {
      await this.giveUpAll();
      await session.close();
    }
  }

  private async takeShare(session: LockSession): Promise<void> {
    const share = Math.ceil(this.partitions / (await session.contenders()));
    for (const partition of this.owned.slice(share)) this.release(session, partition);
    for (let partition = 0; partition < this.partitions && this.held.size < share; partition++) {
      if (!this.held.has(partition) && (await session.lock(partition))) this.begin(partition);
    }
  }

  private begin(partition: number): void {
    this.logger.log(`owns partition ${partition}`);
    const held: Held = { ending: new AbortController(), running: [] };
    this.held.set(partition, held);
    for (const work of this.works.get(partition) ?? []) {
      held.running.push(this.repeat(partition, work, held.ending.signal));
    }
  }

  /** The lock is freed when what runs has ended; meanwhile the session has to go on asking. */
  private release(session: LockSession, partition: number): void {
    void this.end(partition)
      .then(() => session.unlock(partition))
      .catch(() => undefined);
  }

  private async repeat(partition: number, work: Work, owned: AbortSignal): Promise<void> {
    const outage = new Outage(`the work on partition ${partition}`, this.logger);
    while (!owned.aborted) {
      await outage.trying(() => work(owned));
      await pause(ASK_EVERY_MS, owned);
    }
  }

  private abortAll(): void {
    for (const { ending } of this.held.values()) ending.abort();
  }

  private async giveUpAll(): Promise<void> {
    await Promise.all([...this.held.keys()].map((partition) => this.end(partition)));
  }

  private async end(partition: number): Promise<void> {
    const held = this.held.get(partition);
    held?.ending.abort();
    await Promise.all(held?.running ?? []);
    if (this.held.get(partition) === held && this.held.delete(partition)) {
      this.logger.log(`no longer owns partition ${partition}`);
    }
  }
}

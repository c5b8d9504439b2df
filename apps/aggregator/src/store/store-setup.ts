import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Edition } from './edition/edition.js';
import { UnfitDatabaseError } from './edition/unfit.js';
import { migrate } from './migrate.js';

const RETRY_MS = 1_000;

/** Prepares the database in the background, trying until it can be reached, so that nobody's start waits for it. */
export class StoreSetup implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('store');
  private readonly aborted = new AbortController();
  private running: Promise<Edition | null> | null = null;
  private state: { readonly edition: Edition | null; readonly fault: string | null } = {
    edition: null,
    fault: 'the database is being prepared',
  };

  constructor(private readonly url: string) {}

  /** Why the database cannot be used yet, as one sentence; null once it is prepared. */
  get fault(): string | null {
    return this.state.fault;
  }

  /** The edition, once the tables are there. Null only when the process ends before that. */
  ready(): Promise<Edition | null> {
    this.running ??= this.prepare();
    return this.running;
  }

  onApplicationBootstrap(): void {
    void this.ready();
  }

  /** Ends the attempts; those who wait for `ready` are answered with null. */
  stopWaiting(): void {
    this.aborted.abort();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopWaiting();
    await this.running;
  }

  private async prepare(): Promise<Edition | null> {
    while (!this.aborted.signal.aborted) {
      try {
        const edition = await migrate(this.url, (line) => this.logger.log(line));
        this.logger.log(`the database is ready (edition ${edition.name})`);
        this.state = { edition, fault: null };
        return edition;
      } catch (error) {
        this.remember(error);
        await sleep(RETRY_MS, undefined, { signal: this.aborted.signal }).catch(() => undefined);
      }
    }
    return null;
  }

  /** Logged once for each new reason, not once a second. */
  private remember(error: unknown): void {
    const reason = sentenceOf(error);
    const fault = error instanceof UnfitDatabaseError ? reason : `the database cannot be prepared yet: ${reason}`;
    if (fault !== this.state.fault) this.logger.error(`${fault}; trying on`);
    this.state = { edition: null, fault };
  }
}

/** A refused connection to a name with several addresses has no message, only a code; and some messages carry a stack. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [sentence = ''] = error.message.split('\n');
  return sentence || ('code' in error ? String(error.code) : error.name);
}

import type { LoggerService } from '@nestjs/common';

/** Something that is tried again and again: logged are the first of several failures and their end, not each. */
export class Outage {
  private reason: string | null = null;

  /** `what` = what is tried, as the beginning of a sentence. */
  constructor(
    private readonly what: string,
    private readonly logger: Pick<LoggerService, 'log' | 'warn'>,
  ) {}

  /** Why it does not work now; null where it works. */
  get fault(): string | null {
    return this.reason;
  }

  /** Tries; null where it fails. */
  async trying<T>(work: () => Promise<T>): Promise<T | null> {
    try {
      const done = await work();
      this.succeeded();
      return done;
    } catch (error) {
      this.failed(error);
      return null;
    }
  }

  failed(error: unknown): void {
    if (this.reason === null) this.logger.warn(`${this.what} does not work now, trying on: ${String(error)}`);
    this.reason = String(error);
  }

  succeeded(): void {
    if (this.reason !== null) this.logger.log(`${this.what} works again`);
    this.reason = null;
  }
}

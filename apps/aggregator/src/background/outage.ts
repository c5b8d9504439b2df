import type { LoggerService } from '@nestjs/common';

/** Something that is tried again and again: logged are the first of several failures and their end, not each. */
export class Outage {
  private on = false;

  /** `what` = what is tried, as the beginning of a sentence. */
  constructor(
    private readonly what: string,
    private readonly logger: Pick<LoggerService, 'log' | 'warn'>,
  ) {}

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
    if (!this.on) this.logger.warn(`${this.what} does not work now, trying on: ${String(error)}`);
    this.on = true;
  }

  succeeded(): void {
    if (this.on) this.logger.log(`${this.what} works again`);
    this.on = false;
  }
}

import type { Logger } from 'pino';

/** Logs that something fails, or works again: once for each change of state, not for each tick. */
export class StateLog {
  private readonly failing = new Set<string>();

  constructor(private readonly log: Pick<Logger, 'info' | 'warn'>) {}

  enter(name: string, failure: string | null, sentence: string): void {
    if (failure === null) {
      if (this.failing.delete(name)) this.log.info(`${name} works again`);
    } else if (!this.failing.has(name)) {
      this.failing.add(name);
      this.log.warn({ reason: failure }, sentence);
    }
  }
}

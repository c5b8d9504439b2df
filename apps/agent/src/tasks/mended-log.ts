import type { Logger } from 'pino';

const MAX_LOGGED = 10;

/** Counts whose names had to be mended, and says so once for each for as long as it is there. */
export class MendedLog {
  count = 0;
  private known: ReadonlySet<string> = new Set();

  constructor(private readonly log: Pick<Logger, 'warn'>) {}

  /** Takes in all of them at one look. */
  note(mended: readonly string[]): void {
    const fresh = mended.filter((name) => !this.known.has(name));
    this.known = new Set(mended);
    this.count += fresh.length;
    if (fresh.length === 0) return;
    this.log.warn(
      { count: fresh.length, of: fresh.slice(0, MAX_LOGGED) },
      'names hold control characters, or are longer than a message takes; they are shown mended',
    );
  }
}

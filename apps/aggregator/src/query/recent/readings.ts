import { READ_TIMEOUT_MS } from '../../store/database.js';
import { currentCaller } from '../caller.js';

/** What is being read just now, by names: who needs the same waits for whoever reads it, rather than to read it as well. */
export class Readings {
  private readonly underWay = new Set<Reading>();

  /** Begins one when nobody reads most of it any more, or its time is up; `missing` = what is left to be read by then. Answers how to end it. */
  async begin(names: readonly string[], missing: () => readonly string[]): Promise<() => void> {
    const untilMs = Date.now() + READ_TIMEOUT_MS;
    for (let other = this.alike(names); other && Date.now() < untilMs; other = this.alike(names)) {
      await endedOrLeft(other.ended);
    }
    // Nothing is awaited in between, so that of all who waited one reads, and the others wait for that one.
    const reading = new Reading(missing());
    this.underWay.add(reading);
    return () => {
      this.underWay.delete(reading);
      reading.end();
    };
  }

  private alike(names: readonly string[]): Reading | undefined {
    return [...this.underWay].find((reading) => reading.isLike(names));
  }
}

class Reading {
  readonly ended: Promise<void>;
  end: () => void = () => undefined;
  private readonly names: ReadonlySet<string>;

  constructor(names: readonly string[]) {
    this.names = new Set(names);
    this.ended = new Promise((resolve) => (this.end = resolve));
  }

  /** Whether it is of most of them, and not of much else: who asks about one host does not wait for a thousand. */
  isLike(names: readonly string[]): boolean {
    if (this.names.size > 2 * names.length) return false;
    return names.filter((name) => this.names.has(name)).length * 2 > names.length;
  }
}

/** Who left asks nothing more that would be answered: it must not be waited for. */
function endedOrLeft(ended: Promise<void>): Promise<void> {
  const caller = currentCaller();
  if (!caller) return ended;
  return new Promise((resolve) => {
    const done = (): void => {
      caller.removeEventListener('abort', done);
      resolve();
    };
    caller.addEventListener('abort', done);
    void ended.then(done);
    if (caller.aborted) done();
  });
}

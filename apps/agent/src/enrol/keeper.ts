import { type Kept, type LastRefusal, readKept, writeKept } from './kept-enrolment.js';
import { makeSeed } from './key.js';

/** Holds what an enrolment keeps, on disk before anybody hears of it. */
export class Keeper {
  private kept: Kept | null = null;

  /** `folder` = the state folder; null where nothing can be kept: then each step throws. */
  constructor(
    private readonly folder: string | null,
    private readonly hostId: string,
  ) {}

  /** Whether it was read, or made, in this life. */
  get isOpen(): boolean {
    return this.kept !== null;
  }

  get now(): Kept {
    if (!this.kept) throw new Error('what is kept is read first');
    return this.kept;
  }

  /** Reads what the last life kept; of another host id it is no use, and a new key is made. */
  open(): Kept {
    const kept = readKept(this.place());
    if (kept && (!kept.given || kept.given.hostId === this.hostId)) return (this.kept = kept);
    return this.keep({ seed: makeSeed() });
  }

  keep(changes: Partial<Kept>): Kept {
    const kept = { seed: '', next: null, given: null, refusal: null, ...this.kept, ...changes };
    writeKept(this.place(), kept);
    return (this.kept = kept);
  }

  /** For `doctor`; the disk is not written for what is known. */
  note(refusal: LastRefusal): void {
    if (this.now.refusal?.text !== refusal.text) this.keep({ refusal });
  }

  private place(): string {
    if (this.folder !== null) return this.folder;
    throw new Error('its key cannot be kept; set WEIR_STATE_DIR to a writable folder');
  }
}

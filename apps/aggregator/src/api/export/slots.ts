import { Injectable } from '@nestjs/common';

/** Exports that a process writes at a time: each takes a share of a core and of the database. */
export const MOST_EXPORTS = 3;

/** Who may export. */
@Injectable()
export class ExportSlots {
  private taken = 0;

  /** Takes a slot; answers how to give it back, or null where none is free. */
  take(): (() => void) | null {
    if (this.taken >= MOST_EXPORTS) return null;
    this.taken += 1;
    let held = true;
    return () => {
      if (held) this.taken -= 1;
      held = false;
    };
  }
}

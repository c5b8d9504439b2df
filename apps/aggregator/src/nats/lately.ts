import type { Heard } from './heard.js';

/** The stream delivers what passes within this, unless the store is behind: then it decodes by itself. */
const SPAN_MS = 2_000;
/** Of payloads; what was made of them takes about twice as much. */
const MOST_BYTES = 4 * 1_048_576;

/**
 * What was heard lately, until it comes from the stream as well. Two generations, as what nobody takes (another replica
 * stores it) is forgotten: each is begun after some seconds, or bytes.
 */
export class Lately {
  /** Nothing is kept where nobody takes it: this process may store nothing. */
  private isTaken = false;
  private young = new Map<string, Heard>();
  private old = new Map<string, Heard>();
  private begunMs = 0;
  private bytes = 0;

  keep(subject: string, heard: Heard): void {
    if (!this.isTaken) return;
    const nowMs = performance.now();
    if (nowMs - this.begunMs > SPAN_MS || this.bytes > MOST_BYTES) {
      [this.old, this.young] = [this.young, new Map<string, Heard>()];
      [this.begunMs, this.bytes] = [nowMs, 0];
    }
    this.young.set(nameOf(subject, heard.payload), heard);
    this.bytes += heard.payload.length;
  }

  /** The message with these bytes; null where it is not known. Whatever else was told of them, only equal bytes are the same. */
  take(subject: string, payload: Uint8Array): Heard | null {
    this.isTaken = true;
    const name = nameOf(subject, payload);
    for (const heard of [this.young, this.old]) {
      const found = heard.get(name);
      if (!found || Buffer.compare(found.payload, payload) !== 0) continue;
      heard.delete(name);
      return found;
    }
    return null;
  }
}

/** Parts of one tick have a subject in common, and differ in length. */
function nameOf(subject: string, { length }: Uint8Array): string {
  return `${subject} ${length}`;
}

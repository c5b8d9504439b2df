import type { TrafficMessage } from '@weir/model';
import type { HostAnalysis } from './host-analysis.js';

/** More is not held while what lies before it is read from the store: ten minutes at one a second. */
const MOST_QUEUED = 600;
/** So much that did not arrive is read from the store. */
const JUMP_MS = 10_000;

interface Queued {
  readonly message: TrafficMessage;
  readonly atMs: number;
}

/**
 * What a host tells, in the order of time, to its analysis. What lies before the first message, or was missed, is read from the
 * store first; meanwhile messages wait.
 */
export class HostLine {
  private queue: Queued[] = [];
  private state: 'missed' | 'filling' | 'live' = 'missed';
  /** What was missed was just read: what is missing still is nowhere. */
  private isFresh = false;
  private run = '';
  private seq = 0;

  constructor(readonly analysis: HostAnalysis) {}

  /** Whether something has to be read from the store before it can go on. */
  get hasMissed(): boolean {
    return this.state === 'missed';
  }

  get isLive(): boolean {
    return this.state === 'live';
  }

  /** Takes in a message; `atMs` = the end of its interval by the right time. */
  take(message: TrafficMessage, atMs: number, nowMs: number): void {
    const { run, seq, ms } = message;
    // It was sent again: its acknowledgement was lost.
    if (run === this.run && seq <= this.seq) return;
    [this.run, this.seq] = [run, seq];
    const jumpMs = atMs - ms - this.analysis.newestMs;
    if (this.state === 'live' && !this.isFresh && jumpMs > JUMP_MS) this.state = 'missed';
    if (this.state === 'missed') return;
    if (this.state === 'live') this.isFresh = false;
    if (this.state === 'live') return this.analysis.take(message, atMs, nowMs);
    this.queue.push({ message, atMs });
    if (this.queue.length > MOST_QUEUED) this.queue.shift();
  }

  /** From now on messages wait. */
  beginFilling(): void {
    this.state = 'filling';
  }

  /** What was to be read has been read, or could not be; what waited has its turn. */
  goLive(nowMs: number): void {
    // Even where nothing could be read: what a state does not know of would stay open for ever.
    this.analysis.findings.closeUnsure();
    this.analysis.spread();
    for (const { message, atMs } of this.queue) this.analysis.take(message, atMs, nowMs);
    this.isFresh = this.queue.length === 0;
    this.queue = [];
    this.state = 'live';
  }
}

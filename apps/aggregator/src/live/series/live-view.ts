import type { Refusal } from '@weir/model';
import { Newest } from '../newest.js';
import type { GroupList, LiveFrame } from './frame.js';

/** What one subscriber gets: a frame, and the groups that it names where they are not those told last. */
export interface LiveUpdate {
  readonly frame: LiveFrame;
  readonly groups: GroupList | null;
}

/** The last that a subscriber gets where what it watches cannot go on. */
export interface LiveRefusal {
  readonly refusal: Refusal;
}

/** The frames of an evaluation for one subscriber, at its own speed: one that is slow gets the newest. */
export class LiveView implements AsyncIterableIterator<LiveUpdate | LiveRefusal> {
  private readonly frames = new Newest<LiveFrame>(() => this.ended());
  private readonly endings: (() => void)[] = [];
  private told: GroupList | null = null;
  private refusal: Refusal | null = null;

  /** To be called once, when the subscriber leaves or `end` is called. */
  onEnd(ending: () => void): void {
    this.endings.push(ending);
  }

  /** Offers a frame; answers whether an older one was dropped for it. */
  put(frame: LiveFrame): boolean {
    return this.frames.put('', frame);
  }

  end(): void {
    this.frames.end();
  }

  /** Ends it, and tells why. */
  refuse(refusal: Refusal): void {
    this.refusal = refusal;
    this.end();
  }

  async next(): Promise<IteratorResult<LiveUpdate | LiveRefusal>> {
    const { done, value } = await this.frames.next();
    if (done) return this.last();
    const frame = value as LiveFrame;
    const groups = frame.groups === this.told ? null : frame.groups;
    this.told = frame.groups;
    return { done: false, value: { frame, groups } };
  }

  async return(): Promise<IteratorResult<LiveUpdate | LiveRefusal>> {
    this.refusal = null;
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private last(): IteratorResult<LiveRefusal> {
    const { refusal } = this;
    this.refusal = null;
    return refusal ? { done: false, value: { refusal } } : { done: true, value: undefined };
  }

  private ended(): void {
    for (const ending of this.endings) ending();
  }
}

import { Newest } from '../newest.js';
import type { GroupList, LiveFrame } from './frame.js';

/** What one subscriber gets: a frame, and the groups that it names where they are not those told last. */
export interface LiveUpdate {
  readonly frame: LiveFrame;
  readonly groups: GroupList | null;
}

/** The frames of an evaluation for one subscriber, at its own speed: one that is slow gets the newest. */
export class LiveView implements AsyncIterableIterator<LiveUpdate> {
  private readonly frames = new Newest<LiveFrame>(() => this.ended());
  private readonly endings: (() => void)[] = [];
  private told: GroupList | null = null;

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

  async next(): Promise<IteratorResult<LiveUpdate>> {
    const { done, value } = await this.frames.next();
    if (done) return { done, value: undefined };
    const frame = value as LiveFrame;
    const groups = frame.groups === this.told ? null : frame.groups;
    this.told = frame.groups;
    return { done: false, value: { frame, groups } };
  }

  async return(): Promise<IteratorResult<LiveUpdate>> {
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  private ended(): void {
    for (const ending of this.endings) ending();
  }
}

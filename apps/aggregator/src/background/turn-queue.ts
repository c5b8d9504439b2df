import { TURN_MS } from './turns.js';

/** Takes what comes in bursts, in order, so that others have their turn in between. */
export class TurnQueue<Item> {
  private items: Item[] = [];
  private next = 0;
  private turnEndsMs: number | null = null;

  /** `take` must not throw. Of more than `most` that wait all are taken at once: whoever sends them is held up then. */
  constructor(
    private readonly take: (item: Item) => void,
    private readonly most: number,
  ) {}

  push(item: Item): void {
    this.items.push(item);
    if (this.items.length - this.next > this.most) while (this.takeNext());
    else this.takeForATurn();
  }

  private takeForATurn(): void {
    this.turnEndsMs ??= this.beginTurn();
    while (performance.now() < this.turnEndsMs && this.takeNext());
  }

  private beginTurn(): number {
    setImmediate(() => {
      this.turnEndsMs = null;
      if (this.next < this.items.length) this.takeForATurn();
    });
    return performance.now() + TURN_MS;
  }

  /** False where none waits. */
  private takeNext(): boolean {
    if (this.next === this.items.length) {
      [this.items, this.next] = [[], 0];
      return false;
    }
    const item = this.items[this.next] as Item;
    this.next += 1;
    // It may never be empty: what was taken is forgotten all the same.
    if (this.next > this.most) [this.items, this.next] = [this.items.slice(this.next), 0];
    this.take(item);
    return true;
  }
}

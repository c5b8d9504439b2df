interface Deadline {
  readonly atMs: number;
  readonly timer: NodeJS.Timeout;
}

/** Something that is done for each number once it is due. */
export class Deadlines {
  private readonly waiting = new Map<number, Deadline>();

  constructor(private readonly work: (number: number) => void) {}

  /** It is due in so many ms, unless it is due sooner already. */
  set(number: number, ms: number): void {
    const atMs = performance.now() + ms;
    const known = this.waiting.get(number);
    if (known && known.atMs <= atMs) return;
    this.clear(number);
    const timer = setTimeout(() => {
      this.waiting.delete(number);
      this.work(number);
    }, ms);
    this.waiting.set(number, { atMs, timer });
  }

  clear(number: number): void {
    clearTimeout(this.waiting.get(number)?.timer);
    this.waiting.delete(number);
  }
}

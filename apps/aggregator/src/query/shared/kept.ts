/** A name is text that the engine may hold in 16 bits. */
const BYTES_A_CHARACTER = 2;

/** Values in memory, with their names, up to a size; those that were asked for longest ago go first. One that is larger than that is not kept. */
export class Kept<T> {
  /** What they hold in memory, about. */
  bytes = 0;
  private readonly values = new Map<string, { readonly value: T; readonly bytes: number }>();

  constructor(private readonly mostBytes: number) {}

  get(name: string): T | undefined {
    const known = this.values.get(name);
    if (!known) return undefined;
    this.values.delete(name);
    this.values.set(name, known);
    return known.value;
  }

  set(name: string, value: T, bytes: number): void {
    this.delete(name);
    const all = bytes + name.length * BYTES_A_CHARACTER;
    if (all > this.mostBytes) return;
    this.values.set(name, { value, bytes: all });
    this.bytes += all;
    for (const eldest of this.values.keys()) {
      if (this.bytes <= this.mostBytes) break;
      this.delete(eldest);
    }
  }

  /** Drops those that a condition holds for. */
  drop(isOver: (value: T) => boolean): void {
    for (const [name, { value }] of this.values) if (isOver(value)) this.delete(name);
  }

  delete(name: string): void {
    this.bytes -= this.values.get(name)?.bytes ?? 0;
    this.values.delete(name);
  }
}

/** More than this is given back to the system rather than kept for the next frame. */
const MOST_KEPT = 16_384;

/** A frame as it was read; memory that the next one uses again, as a query reads a hundred thousand of them. */
export class FrameMemory {
  idCount = 0;
  ids: Float64Array = new Float64Array(64);
  unreadCount = 0;
  unreadIds: Float64Array = new Float64Array(8);
  unreadMs: Float64Array = new Float64Array(8);
  private readonly columns: Float64Array[] = [];
  private rowMemory: Float64Array[] = [];

  /** Room for the ids of a frame. */
  expectIds(count: number): void {
    this.idCount = count;
    this.ids = withRoom(this.ids, count);
  }

  /** Room for what could not be read in it. */
  expectUnread(count: number): void {
    this.unreadCount = count;
    this.unreadIds = withRoom(this.unreadIds, count);
    this.unreadMs = withRoom(this.unreadMs, count);
  }

  /** Room for the column of an index, one value for each id. */
  column(index: number): Float64Array {
    const memory = withRoom(this.columns[index], this.idCount);
    this.columns[index] = memory;
    return memory;
  }

  /** Room for one value of each of so many columns. */
  row(columns: number): readonly Float64Array[] {
    if (this.rowMemory.length !== columns) this.rowMemory = Array.from({ length: columns }, () => new Float64Array(1));
    return this.rowMemory;
  }
}

const unused: FrameMemory[] = [];

/** Lends memory for one frame. */
export function withOneFrame(use: (memory: FrameMemory) => void): void {
  const memory = unused.pop() ?? new FrameMemory();
  try {
    use(memory);
  } finally {
    if (memory.ids.length <= MOST_KEPT) unused.push(memory);
  }
}

/** Lends memory for so many frames; a scan within a scan is lent other memory. */
export function withFrameMemory<Result>(count: number, use: (memory: readonly FrameMemory[]) => Result): Result {
  const memory = Array.from({ length: count }, () => unused.pop() ?? new FrameMemory());
  try {
    return use(memory);
  } finally {
    for (const each of memory) if (each.ids.length <= MOST_KEPT) unused.push(each);
  }
}

function withRoom(memory: Float64Array | undefined, count: number): Float64Array {
  return memory && memory.length >= count ? memory : new Float64Array(Math.max(64, count * 2));
}

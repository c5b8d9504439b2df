/** The cells of the series that is looked at. One at a time: nothing here waits. */
let bound: Float64Array = new Float64Array(0);

/**
 * The state of all parts of an engine, for one series after the other: every part reserves its cells once, and each series
 * owns one typed array of that size, so that 50,000 series cost 50,000 arrays and not a million objects. `bind` says whose
 * cells are meant; reading a part without it would mix two series.
 */
export class Memory {
  private reserved = 0;
  private readonly shapes = new Map<string, Shape>();

  /** How many cells the parts have reserved. */
  get size(): number {
    return this.reserved;
  }

  bind(cells: Float64Array): void {
    bound = cells;
  }

  /** Named cells, 0 in a new series. */
  record<const Name extends string>(...names: readonly Name[]): Record<Name, number> {
    const key = names.join();
    const shape = this.shapes.get(key) ?? shapeOf(names);
    this.shapes.set(key, shape);
    const first = this.reserved;
    this.reserved += names.length;
    return new shape(first) as unknown as Record<Name, number>;
  }

  /** A row of cells, 0 in a new series. */
  list(length: number): CellList {
    const first = this.reserved;
    this.reserved += length;
    return new CellList(first, length);
  }
}

type Shape = new (first: number) => { readonly first: number };

/** Records of the same names share one class: what reads them is compiled for one kind of object. */
function shapeOf(names: readonly string[]): Shape {
  class Cells {
    constructor(readonly first: number) {}
  }
  names.forEach((name, index) => {
    Object.defineProperty(Cells.prototype, name, {
      get(this: Cells) {
        return bound[this.first + index];
      },
      set(this: Cells, value: number) {
        bound[this.first + index] = value;
      },
    });
  });
  return Cells;
}

/** A row of cells in the state of the series that is bound. */
export class CellList {
  constructor(
    private readonly first: number,
    readonly length: number,
  ) {}

  get(index: number): number {
    return bound[this.first + index] as number;
  }

  set(index: number, value: number): void {
    bound[this.first + index] = value;
  }
}

/** The cells of the series that is looked at. One at a time: nothing here waits. */
const bound = { numbers: new Float64Array(0), smallNumbers: new Float32Array(0) };

/**
 * The state of all parts of an engine, for one series after the other: every part reserves its cells once, and each series
 * owns one typed array of that size, so that 50,000 series cost 50,000 arrays and not a million objects. `bind` says whose
 * cells are meant; reading a part without it would mix two series.
 */
export class Memory {
  private numbers = 0;
  private smallNumbers = 0;
  private readonly shapes = new Map<string, Shape>();

  /** How many bytes the parts have reserved. */
  get bytes(): number {
    return Float64Array.BYTES_PER_ELEMENT * this.numbers + Float32Array.BYTES_PER_ELEMENT * this.smallNumbers;
  }

  /** The state of a new series. */
  newState(): State {
    const buffer = new ArrayBuffer(this.bytes);
    return {
      numbers: new Float64Array(buffer, 0, this.numbers),
      smallNumbers: new Float32Array(buffer, Float64Array.BYTES_PER_ELEMENT * this.numbers),
    };
  }

  bind({ numbers, smallNumbers }: State): void {
    bound.numbers = numbers as Float64Array<ArrayBuffer>;
    bound.smallNumbers = smallNumbers as Float32Array<ArrayBuffer>;
  }

  /** Named cells, 0 in a new series. */
  record<const Name extends string>(...names: readonly Name[]): Record<Name, number> {
    const key = names.join();
    const shape = this.shapes.get(key) ?? shapeOf(names);
    this.shapes.set(key, shape);
    const first = this.numbers;
    this.numbers += names.length;
    return new shape(first) as Record<Name, number>;
  }

  /** A row of rates or shares, 0 in a new series; kept to seven digits. */
  list(length: number): CellList {
    const first = this.smallNumbers;
    this.smallNumbers += length;
    return new RateList(first, length);
  }

  /** A row of times, 0 in a new series. */
  times(length: number): CellList {
    const first = this.numbers;
    this.numbers += length;
    return new TimeList(first, length);
  }
}

/** The cells of one series, on one buffer. */
export interface State {
  readonly numbers: Float64Array;
  readonly smallNumbers: Float32Array;
}

/** A row of cells in the state of the series that is bound. */
export interface CellList {
  readonly length: number;
  get(index: number): number;
  set(index: number, value: number): void;
}

type Shape = new (first: number) => object;

/**
 * Records of the same names share one class. Its accessors are written out and not made in a loop: functions of one source share what
 * the compiler learns of them, so that every access would be looked up among the shapes of all records.
 */
function shapeOf(names: readonly string[]): Shape {
  const accessors = names.map(
    (name, index) => `get ${name}() { return bound.numbers[this.#first + ${index}]; }
set ${name}(value) { bound.numbers[this.#first + ${index}] = value; }`,
  );
  const source = `return class { #first; constructor(first) { this.#first = first; } ${accessors.join('\n')} };`;
  return new Function('bound', source)(bound) as Shape;
}

class TimeList implements CellList {
  constructor(
    private readonly first: number,
    readonly length: number,
  ) {}

  get(index: number): number {
    return bound.numbers[this.first + index] as number;
  }

  set(index: number, value: number): void {
    bound.numbers[this.first + index] = value;
  }
}

class RateList implements CellList {
  constructor(
    private readonly first: number,
    readonly length: number,
  ) {}

  get(index: number): number {
    return bound.smallNumbers[this.first + index] as number;
  }

  set(index: number, value: number): void {
    bound.smallNumbers[this.first + index] = value;
  }
}

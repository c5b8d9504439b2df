import { COUNTERS } from '@weir/model';

/** What is told of a group. */
export interface Labelled {
  /** Unique among the groups. */
  readonly key: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** What a group counted within a window of time, counter by counter. */
export interface WindowSums extends Labelled {
  /** Since the window begins. */
  readonly whole: number[];
  /** Since the next window begins. */
  readonly kept: number[];
}

const none = (): number[] => COUNTERS.map(() => 0);

/** Gathers what groups counted since a moment, and since a later one. */
export class Window {
  readonly groups = new Map<string, WindowSums>();

  constructor(private readonly keptFromMs: number) {}

  /** Adds what a group counted in a step that begins at `atMs`; null = nothing is known. */
  add({ key, labels }: Labelled, atMs: number, sums: readonly (number | null)[]): void {
    const known = this.groups.get(key) ?? { key, labels, whole: none(), kept: none() };
    this.groups.set(key, known);
    addTo(known.whole, sums);
    if (atMs >= this.keptFromMs) addTo(known.kept, sums);
  }
}

/** The sum of several groups. */
export function sumOf(groups: Iterable<WindowSums>, { key, labels }: Labelled): WindowSums {
  const sum = { key, labels, whole: none(), kept: none() };
  for (const { whole, kept } of groups) {
    addTo(sum.whole, whole);
    addTo(sum.kept, kept);
  }
  return sum;
}

function addTo(sums: number[], more: readonly (number | null)[]): void {
  for (let index = 0; index < sums.length; index += 1) sums[index] = (sums[index] ?? 0) + (more[index] ?? 0);
}

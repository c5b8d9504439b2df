import { INCOMING, OUTGOING, THINGS, type Colour } from '../look.js';

const DIRECTIONS = new Map<string, Colour>([
  ...['in', 'received', 'incoming'].map((name) => [name, INCOMING] as const),
  ...['out', 'transmitted', 'sent', 'outgoing'].map((name) => [name, OUTGOING] as const),
]);
/** As many as a reader can have met lately. */
const MOST_REMEMBERED = 1_000;

/** Gives things their colours: the same on all charts of a report, and no two of one chart the same while there are enough. */
export class ColourBook {
  private readonly places = new Map<string, number>();

  of(names: readonly string[]): Colour[] {
    const taken = new Set<number>();
    return names.map((name) => DIRECTIONS.get(name.toLowerCase()) ?? this.take(name, taken));
  }

  private take(name: string, taken: Set<number>): Colour {
    const known = this.places.get(name);
    const place = known !== undefined && !taken.has(known) ? known : firstFree(taken);
    taken.add(place);
    if (known === undefined) this.remember(name, place);
    return THINGS[place % THINGS.length] ?? INCOMING;
  }

  private remember(name: string, place: number): void {
    if (this.places.size >= MOST_REMEMBERED) this.places.clear();
    this.places.set(name, place % THINGS.length);
  }
}

function firstFree(taken: ReadonlySet<number>): number {
  let place = 0;
  while (taken.has(place)) place += 1;
  return place;
}

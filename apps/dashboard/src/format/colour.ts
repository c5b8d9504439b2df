/**
 * Colours of entities, told apart with the common colour-vision deficiencies (after Okabe–Ito and Tol), each given by a custom
 * property with a shade for dark and one for light. In and out of one entity share its colour: out is lighter.
 */
export const ENTITY_COLOURS = 9;

/** Which of the colours things have, by their keys; who had one first stands first. */
export type Slots = ReadonlyMap<string, number>;

const NONE: Slots = new Map();
/** As many as a reader can have met lately; older ones begin anew. */
const MOST_REMEMBERED = 1_000;

/** The custom property of a colour: the one that was shared out, else the key's own, which is the same everywhere, every time. */
export function colourOf(key: string, slots: Slots = NONE): string {
  return `--entity-${slots.get(key) ?? ownSlot(key)}`;
}

/**
 * Shares colours out to all that charts show: each thing has one colour on all of them, and no two of one chart share theirs while there
 * are enough. Who had a colour before keeps it; of newcomers each has its own where that is free, else the next that is.
 */
export function shareOut(charts: readonly (readonly string[])[], before: Slots): Map<string, number> {
  const beside = neighbours(charts);
  const shared = new Map<string, number>();
  for (const key of new Set([...before.keys(), ...charts.flat()])) {
    const wanted = before.get(key) ?? ownSlot(key);
    const taken = [...(beside.get(key) ?? [])].flatMap((other) => shared.get(other) ?? []);
    shared.set(key, freeSlot(wanted, taken));
  }
  for (const key of before.keys()) {
    if (shared.size <= MOST_REMEMBERED) break;
    if (!beside.has(key)) shared.delete(key);
  }
  return shared;
}

/** Who is on a chart with whom; only those on a chart are in it. */
function neighbours(charts: readonly (readonly string[])[]): Map<string, Set<string>> {
  const beside = new Map<string, Set<string>>();
  for (const chart of charts) {
    for (const key of chart) {
      const others = chart.filter((other) => other !== key);
      beside.set(key, new Set([...(beside.get(key) ?? []), ...others]));
    }
  }
  return beside;
}

/** The one wanted or the next that nobody has; where all are taken, the next of those that fewest have. */
function freeSlot(wanted: number, taken: readonly number[]): number {
  const uses = Array.from({ length: ENTITY_COLOURS }, (_, slot) => taken.filter((other) => other === slot).length);
  const fewest = Math.min(...uses);
  let slot = wanted;
  while ((uses[slot] ?? 0) > fewest) slot = (slot + 1) % ENTITY_COLOURS;
  return slot;
}

/** By FNV-1a: small, stable across browsers and versions. */
function ownSlot(key: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < key.length; index += 1) {
    state = Math.imul(state ^ key.charCodeAt(index), 0x01000193);
  }
  return (state >>> 0) % ENTITY_COLOURS;
}

/**
 * Colours of entities, told apart with the common colour-vision deficiencies (after Okabe–Ito and Tol), each given by a custom
 * property with a shade for dark and one for light. In and out of one entity share its colour: out is lighter.
 */
export const ENTITY_COLOURS = 9;

/** The custom property of an entity's colour: the same id has the same colour everywhere, every time. */
export function colourOf(id: string): string {
  return property(hash(id) % ENTITY_COLOURS);
}

/** Colours for what shares one chart: each keeps its own where it is free, else takes the next free one. */
export function assignColours(ids: readonly string[]): Map<string, string> {
  const taken = new Set<number>();
  const colours = new Map<string, string>();
  for (const id of ids) {
    const slot = freeSlot(hash(id) % ENTITY_COLOURS, taken);
    taken.add(slot);
    colours.set(id, property(slot));
  }
  return colours;
}

function freeSlot(wanted: number, taken: ReadonlySet<number>): number {
  if (taken.size >= ENTITY_COLOURS) return wanted;
  let slot = wanted;
  while (taken.has(slot)) slot = (slot + 1) % ENTITY_COLOURS;
  return slot;
}

function property(slot: number): string {
  return `--entity-${slot}`;
}

/** FNV-1a: small, stable across browsers and versions. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  }
  return state >>> 0;
}

import { assignColours } from '../format/colour.js';

/** What has a colour: its kind and what it is known by there. */
export interface Coloured {
  readonly kind: string;
  readonly id: string;
}

/** What is summed up beside the entities of a chart. */
export const REST_COLOUR = '--entity-rest';

/**
 * The custom property of each entity's colour, in the order given: the same entity has the same one on every chart, but where two of
 * one chart would share it, the later takes the next free one.
 */
export function entityColours(entities: readonly Coloured[]): string[] {
  const colours = assignColours(entities.map(keyOf));
  return entities.map((entity) => colours.get(keyOf(entity)) ?? REST_COLOUR);
}

function keyOf({ kind, id }: Coloured): string {
  return `${kind}:${id}`;
}

import { onScopeDispose, shallowRef, watch } from 'vue';
import type { FigureLine } from '../api/operations/figures.js';
import { colourOf, shareOut, type Slots } from '../format/colour.js';

/** What has a colour: its kind and what it is known by there. */
export interface Coloured {
  readonly kind: string;
  readonly id: string;
}

/** The custom property of the colour of something. */
export type ColourOf = (entity: Coloured) => string;

/** What is summed up beside the entities of a chart. */
export const REST_COLOUR = '--entity-rest';

/** What the charts of the page show. Whoever had a colour keeps it on the next page. */
const charts = new Map<symbol, readonly string[]>();
const slots = shallowRef<Slots>(new Map());

/** The colour of something, wherever it is shown: that of its lines and slices, if a chart has any. */
export function entityColour(entity: Coloured): string {
  return colourOf(keyOf(entity), slots.value);
}

/** Has colours shared out to what a chart shows, for as long as the calling component lives; no two of it look alike. */
export function useChartColours(shown: () => readonly Coloured[]): ColourOf {
  const chart = Symbol('chart');
  watch(
    () => JSON.stringify(shown().map(keyOf)),
    (keys) => {
      charts.set(chart, JSON.parse(keys) as string[]);
      slots.value = shareOut([...charts.values()], slots.value);
    },
    // Before anything is drawn with a colour that is another's.
    { immediate: true, flush: 'sync' },
  );
  onScopeDispose(() => charts.delete(chart));
  return entityColour;
}

/** A container as it is coloured: by its name and host, which stay when it is replaced, and by which groups know it, too. */
export function containerEntity(container: {
  readonly name: string;
  readonly pod: string | null;
  readonly host: { readonly id: string };
}): Coloured {
  return containerOn(container.pod === null ? container.name : `${container.pod}/${container.name}`, container.host.id);
}

function containerOn(name: string, hostId: string): Coloured {
  return { kind: 'container', id: `${name}\n${hostId}` };
}

/** What a group of an answer stands for. */
export function groupEntity({ group, keys }: Pick<FigureLine, 'group' | 'keys'>): Coloured {
  const [first] = keys;
  if (first?.value == null) return { kind: 'group', id: group };
  const host = keys.find(({ dimension }) => dimension === 'HOST')?.value;
  if (first.dimension === 'CONTAINER' && host) return containerOn(first.value, host);
  // An interface is known by its id; what else is asked of it only names it.
  if (first.dimension === 'INTERFACE' || keys.length === 1)
    return { kind: first.dimension ?? 'label', id: first.value };
  return {
    kind: keys.map(({ dimension }) => dimension).join('+'),
    id: keys.map(({ value }) => value ?? '').join('\n'),
  };
}

/** What the lines of an answer stand for, without the rest. */
export function groupEntities(series: readonly Pick<FigureLine, 'group' | 'keys' | 'others'>[]): Coloured[] {
  return series.filter(({ others }) => others === null).map(groupEntity);
}

function keyOf({ kind, id }: Coloured): string {
  return `${kind.toLowerCase()}:${id}`;
}

import { computed, type ComputedRef } from 'vue';
import { useThemeName } from '../composables/use-theme.js';
import { useTypeSize } from '../composables/use-type-size.js';
import { type Colour, mix, parseColour, writeColour } from './palette/colour.js';

/** Type is 14 px on a desk; on a wall display it grows, and what is drawn in pixels with it. */
const USUAL_TYPE_PX = 14;
const WHITE: Colour = [255, 255, 255];

/** The colours and sizes that the style sheet gives just now, for what draws in pixels. */
export interface Look {
  readonly theme: 'dark' | 'light';
  readonly scale: number;
  /** The colour behind a custom property, as the library and a picture take it. */
  readonly colourOf: (property: string) => string;
  /** That colour laid thinly over the ground of the chart, as an opaque one. */
  readonly tintOf: (property: string, share: number) => string;
}

/** Reads the look anew when the theme or the size of the type changes. */
export function useLook(): ComputedRef<Look> {
  const theme = useThemeName();
  const typePx = useTypeSize();
  return computed(() => {
    const style = getComputedStyle(document.documentElement);
    // Asked for with every second of every chart; the browser would work its styles out anew each time.
    const known = new Map<string, string>();
    const colourOf = (property: string): string => {
      const colour = known.get(property) ?? style.getPropertyValue(property).trim();
      known.set(property, colour);
      return colour;
    };
    const ground = parseColour(colourOf('--surface')) ?? WHITE;
    return {
      theme: theme.value,
      scale: typePx.value / USUAL_TYPE_PX,
      colourOf,
      tintOf: (property, share) => writeColour(mix(ground, parseColour(colourOf(property)) ?? ground, share)),
    };
  });
}

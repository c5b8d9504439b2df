import {
  type ComputedRef,
  inject,
  type InjectionKey,
  onBeforeUnmount,
  provide,
  type Ref,
  ref,
  shallowRef,
  type WritableComputedRef,
} from 'vue';
import type { ChartTable } from './table.js';

/** A row of the legend: what one series is, and its figures in words. */
export interface LegendRow {
  readonly id: string;
  /** Shown as text only; it may hold anything. */
  readonly label: string;
  /** Custom property that holds its colour. */
  readonly colour: string;
  readonly figures: readonly string[];
}

/** The legend of a chart: its headings and rows. */
export interface Legend {
  readonly headings: readonly string[];
  readonly rows: readonly LegendRow[];
}

/** Text around a drawing of rows, which all are equally high. */
export interface Beside {
  readonly names: readonly string[];
  readonly values?: readonly string[];
  /** Under the drawing, by their place from 0 to 1. */
  readonly under?: readonly { readonly share: number; readonly text: string }[];
}

/** What the colours of a drawing stand for, from end to end. */
export interface ColourScale {
  readonly colours: readonly { readonly at: number; readonly colour: string }[];
  readonly ticks: readonly { readonly share: number; readonly text: string }[];
}

/** What a chart tells the card around it. */
export interface ChartContent {
  readonly label: () => string;
  readonly table: () => ChartTable;
  readonly legend: ComputedRef<Legend | null>;
  /** What stands beside the rows of the drawing as text of the page, and under it; a picture has it too. */
  readonly beside?: () => Beside;
  /** What stands in the middle of the drawing, a line each. */
  readonly middle?: () => readonly string[];
  readonly scale?: () => ColourScale;
  /** The element that holds what was drawn; null where nothing is. */
  readonly element: () => HTMLElement | null;
  /** Marks on its time axis: how many there are, and whether they are shown. */
  readonly marks?: { readonly count: ComputedRef<number>; readonly shown: WritableComputedRef<boolean> };
  /** Whether a note about a moment on it can be written. */
  readonly takesNotes?: boolean;
  /** Draws for a picture what the page shows by other means, as sharp as pictures are. */
  readonly draw?: () => HTMLCanvasElement;
}

/** What the card and the chart in it share. */
export interface ChartFrame {
  readonly content: Ref<ChartContent | null>;
  /** Id of the series that alone is shown; null = all. */
  readonly isolated: Ref<string | null>;
  /** Id of the series that stands out while it is pointed at. */
  readonly highlighted: Ref<string | null>;
  /** Whether a moment is being chosen that a note is to be written about. */
  readonly noting: Ref<boolean>;
}

const FRAME: InjectionKey<ChartFrame> = Symbol('chart frame');

function newFrame(): ChartFrame {
  return { content: shallowRef(null), isolated: ref(null), highlighted: ref(null), noting: ref(false) };
}

/** Makes the frame that charts inside of the calling component find. */
export function provideFrame(): ChartFrame {
  const frame = newFrame();
  provide(FRAME, frame);
  return frame;
}

/** The frame around the calling chart; one of its own where there is no card. */
export function useFrame(content: ChartContent): ChartFrame {
  const frame = inject(FRAME, newFrame, true);
  frame.content.value = content;
  onBeforeUnmount(() => {
    if (frame.content.value === content) frame.content.value = null;
  });
  return frame;
}

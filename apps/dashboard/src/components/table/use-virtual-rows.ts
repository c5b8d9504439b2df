import { useVirtualizer } from '@tanstack/vue-virtual';
import { computed, type ComputedRef, type Ref, watch } from 'vue';

/** A row that is drawn, and where. */
export interface VirtualRow {
  readonly index: number;
  readonly offsetPx: number;
}

export interface VirtualRows {
  readonly drawn: ComputedRef<readonly VirtualRow[]>;
  readonly heightPx: ComputedRef<number>;
  readonly scrollTo: (index: number) => void;
  readonly measure: (element: Element | null) => void;
}

/** Rows drawn above and below those that can be seen, so that quick scrolling meets no blank. */
const OVERSCAN = 8;
/** Where nothing is laid out. */
const UNKNOWN_HEIGHT_PX = 800;

/** Draws only those of many rows that can be seen; each as high as told, or as measured where rows differ. */
export function useVirtualRows(options: {
  scroller: Readonly<Ref<HTMLElement | null>>;
  count: () => number;
  rowHeightPx: () => number;
  headHeightPx: () => number;
}): VirtualRows {
  const virtualizer = useVirtualizer<HTMLElement, Element>(
    computed(() => ({
      count: options.count(),
      getScrollElement: () => options.scroller.value,
      estimateSize: () => options.rowHeightPx(),
      scrollPaddingStart: options.headHeightPx(),
      overscan: OVERSCAN,
      initialRect: { width: UNKNOWN_HEIGHT_PX, height: UNKNOWN_HEIGHT_PX },
      observeElementRect: observeHeight,
    })),
  );
  // The library keeps the heights that it once estimated.
  watch(options.rowHeightPx, () => virtualizer.value.measure(), { flush: 'post' });
  return {
    drawn: computed(() => virtualizer.value.getVirtualItems().map(({ index, start }) => ({ index, offsetPx: start }))),
    heightPx: computed(() => virtualizer.value.getTotalSize()),
    scrollTo: (index) => virtualizer.value.scrollToIndex(index),
    measure: (element) => virtualizer.value.measureElement(element),
  };
}

/** The library's own reports a height of zero where the page is not laid out, and then no row is drawn. */
function observeHeight(
  { scrollElement }: { scrollElement: HTMLElement | null },
  tell: (rect: { width: number; height: number }) => void,
): (() => void) | undefined {
  if (!scrollElement) return undefined;
  const look = (): void =>
    tell({ width: scrollElement.offsetWidth, height: scrollElement.offsetHeight || UNKNOWN_HEIGHT_PX });
  look();
  if (typeof ResizeObserver === 'undefined') return undefined;
  const observer = new ResizeObserver(look);
  observer.observe(scrollElement);
  return () => observer.disconnect();
}

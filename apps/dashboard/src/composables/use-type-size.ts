import { type Ref, ref } from 'vue';

/** What the style sheet sets on a desk. */
const USUAL_PX = 14;

const sizePx = ref(read());
let probe: HTMLElement | undefined;

/** Pixels of one rem. They change while a page is shown: with the width of the window, and on the way to the wall display and back. */
export function useTypeSize(): Readonly<Ref<number>> {
  if (!probe && typeof ResizeObserver !== 'undefined') probe = observed();
  return sizePx;
}

/** Something one rem wide: whatever changes the type changes its size, too. */
function observed(): HTMLElement {
  const element = document.createElement('i');
  element.setAttribute('aria-hidden', 'true');
  element.style.cssText = 'position: absolute; width: 1rem; visibility: hidden';
  document.body.append(element);
  new ResizeObserver(() => (sizePx.value = read())).observe(element);
  return element;
}

function read(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || USUAL_PX;
}

import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue';

/** What is below the screen may wait for so long, and then comes too. */
const LATEST_MS = 4_000;

/** Whether it is an element's turn: when it comes on screen, else after what stands above it. */
export function useLast(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<boolean>> {
  const isTurn = ref(typeof IntersectionObserver === 'undefined');
  let observer: IntersectionObserver | undefined;
  const timer = setTimeout(() => (isTurn.value = true), LATEST_MS);
  onMounted(() => {
    if (isTurn.value || !element.value) return;
    observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) isTurn.value = true;
    });
    observer.observe(element.value);
  });
  onBeforeUnmount(() => {
    clearTimeout(timer);
    observer?.disconnect();
  });
  return isTurn;
}

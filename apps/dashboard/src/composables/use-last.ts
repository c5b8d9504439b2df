import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue';

/** So far below the screen something is asked for already, so that it is there when the page is scrolled to it. */
const AHEAD = '300px';

/** Whether it is an element's turn: once it came into sight. What nobody scrolls to is not asked for. */
export function useLast(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<boolean>> {
  const isTurn = ref(typeof IntersectionObserver === 'undefined');
  let observer: IntersectionObserver | undefined;
  onMounted(() => {
    if (isTurn.value || !element.value) return;
    observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
        isTurn.value = true;
        observer?.disconnect();
      },
      { rootMargin: AHEAD },
    );
    observer.observe(element.value);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return isTurn;
}

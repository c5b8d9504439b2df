import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue';

/** Whether an element can be seen: on screen, on a page that is not hidden. What cannot be seen is not redrawn. */
export function useOnScreen(element: Readonly<Ref<HTMLElement | null>>): Readonly<Ref<boolean>> {
  const inView = ref(true);
  const seen = ref(!document.hidden);
  const update = (): void => {
    seen.value = inView.value && !document.hidden;
  };
  let observer: IntersectionObserver | undefined;
  onMounted(() => {
    document.addEventListener('visibilitychange', update);
    if (!element.value || typeof IntersectionObserver === 'undefined') return;
    observer = new IntersectionObserver((entries) => {
      inView.value = entries.at(-1)?.isIntersecting ?? true;
      update();
    });
    observer.observe(element.value);
  });
  onBeforeUnmount(() => {
    observer?.disconnect();
    document.removeEventListener('visibilitychange', update);
  });
  return seen;
}

import { readonly, type Ref, shallowRef } from 'vue';

/** The moment that is pointed at, on whichever chart of the page. */
const at = shallowRef<number | null>(null);

/** One crosshair over all charts of a page: pointing at one shows the same moment on the others. */
export const crosshair: {
  readonly at: Readonly<Ref<number | null>>;
  readonly point: (momentMs: number) => void;
  readonly leave: () => void;
} = {
  at: readonly(at),
  point: (momentMs) => {
    at.value = momentMs;
  },
  leave: () => {
    at.value = null;
  },
};

import { type AsyncComponentLoader, type Component, defineAsyncComponent } from 'vue';

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 30_000;

/**
 * A component that arrives after the figures, which do not wait for it. Where it does not arrive, as from a server that is too busy, it is
 * fetched again: else names and values would stand beside a blank for as long as the page is open.
 */
export function arrivesLater<T extends Component>(fetch: AsyncComponentLoader<T>): T {
  return defineAsyncComponent<T>({
    loader: fetch,
    onError: (_error, again, _giveUp, attempts) => {
      setTimeout(again, Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1)));
    },
  });
}

/** The chart library. */
export const ApexHost = arrivesLater(() => import('./ApexHost.vue'));

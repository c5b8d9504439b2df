import type { Ref } from 'vue';
import { useStored } from './stored.js';

/** A page with its range, filter and choices, under a name. */
export interface SavedView {
  readonly name: string;
  /** Path and query. */
  readonly address: string;
}

export interface SavedViews {
  readonly views: Ref<readonly SavedView[]>;
  /** Saves a view; one with the same name is replaced. */
  readonly save: (view: SavedView) => void;
  readonly remove: (name: string) => void;
}

const STORAGE_KEY = 'weir.views';
const MOST_VIEWS = 100;

/** Views saved on this device. */
export function useViews(): SavedViews {
  const views = useStored<readonly SavedView[]>(STORAGE_KEY, [], understandViews);
  return {
    views,
    save: (view) => {
      views.value = [...views.value.filter(({ name }) => name !== view.name), view].slice(-MOST_VIEWS);
    },
    remove: (name) => (views.value = views.value.filter((view) => view.name !== name)),
  };
}

/** What storage holds may have been written by anything: only addresses of this site are followed. */
export function understandViews(value: unknown): readonly SavedView[] | null {
  if (!Array.isArray(value)) return null;
  return value.filter((view: unknown): view is SavedView => {
    const { name, address } = (view ?? {}) as Partial<Record<keyof SavedView, unknown>>;
    return typeof name === 'string' && typeof address === 'string' && /^\/(?!\/)/.test(address);
  });
}

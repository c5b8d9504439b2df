import { onScopeDispose, type Ref } from 'vue';
import { useStored } from './stored.js';

/** What single keys do, `g` then a key included. */
export interface Shortcuts {
  /** By key, or by two with a space between: `g h`. */
  readonly keys: Readonly<Record<string, () => void>>;
  /** Opens search; works wherever the focus is. */
  readonly search: () => void;
}

const STORAGE_KEY = 'weir.keys';
/** A second key counts this long after the first. */
const SEQUENCE_MS = 1_200;

/** Whether single keys do something on this device: who speaks to the computer may switch them off. */
export function useKeysEnabled(): Ref<boolean> {
  return useStored(STORAGE_KEY, true, (value) => (typeof value === 'boolean' ? value : null));
}

/** Listens for keys while the component lives. */
export function useShortcuts(shortcuts: Shortcuts, enabled: Readonly<Ref<boolean>>): void {
  let first: { readonly key: string; readonly at: number } | undefined;
  const onKey = (event: KeyboardEvent): void => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      return shortcuts.search();
    }
    if (!enabled.value || isTaken(event)) return;
    const sequence = first && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${event.key}` : event.key;
    first = { key: event.key, at: event.timeStamp };
    const act = shortcuts.keys[sequence] ?? shortcuts.keys[event.key];
    if (!act) return;
    first = undefined;
    event.preventDefault();
    act();
  };
  window.addEventListener('keydown', onKey);
  onScopeDispose(() => window.removeEventListener('keydown', onKey));
}

/** Keys that are typed into a field, belong to something open, or come with a modifier, mean something else. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  const element = event.target instanceof Element ? event.target : null;
  return Boolean(element?.closest('input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]'));
}

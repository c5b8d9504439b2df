import type { Ref } from 'vue';
import type { SearchHit } from '../api/index.js';
import { useStored } from './stored.js';

const STORAGE_KEY = 'weir.recent';
const MOST = 6;

/** What was found and looked at lately on this device, the newest first. */
export function useRecent(): { recent: Ref<readonly SearchHit[]>; remember: (hit: SearchHit) => void } {
  const recent = useStored<readonly SearchHit[]>(STORAGE_KEY, [], (value) =>
    Array.isArray(value) ? value.filter(isHit) : null,
  );
  const remember = (hit: SearchHit): void => {
    const others = recent.value.filter(({ kind, id }) => kind !== hit.kind || id !== hit.id);
    recent.value = [hit, ...others].slice(0, MOST);
  };
  return { recent, remember };
}

function isHit(value: unknown): value is SearchHit {
  const { kind, id, name, where } = (value ?? {}) as Record<string, unknown>;
  return [kind, id, name, where].every((text) => typeof text === 'string');
}

import { computed, effectScope, type Ref } from 'vue';
import { useStored } from './stored.js';
import { useAccess } from './use-access.js';

/** Outlives the forms: what is typed in one field is what whoever sends it reads. */
const scope = effectScope(true);
let typed: Ref<string> | undefined;

/** The name that somebody signed in by, which needs no asking; null where there is none. */
export function useSignedInName(): Readonly<Ref<string | null>> {
  const { me } = useAccess();
  return computed(() => (me.value?.kind === 'SESSION' ? me.value.name : null));
}

/** The name of whoever acts here, as others are told it: as signed in, else as typed and kept on this device. Empty = not given. */
export function useAuthor(): Ref<string> {
  const signedIn = useSignedInName();
  const kept = (typed ??= scope.run(() =>
    useStored('weir.author', '', (value) => (typeof value === 'string' ? value : null)),
  ) as Ref<string>);
  return computed({ get: () => signedIn.value ?? kept.value, set: (name) => (kept.value = name) });
}

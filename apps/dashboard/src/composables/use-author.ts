import { effectScope, type Ref } from 'vue';
import { useStored } from './stored.js';

/** Outlives the forms: what is typed in one field is what whoever sends it reads. */
const scope = effectScope(true);
let author: Ref<string> | undefined;

/** The name of whoever acts here, as others are told it; kept on this device. Empty = not given. */
export function useAuthor(): Ref<string> {
  author ??= scope.run(() =>
    useStored('weir.author', '', (value) => (typeof value === 'string' ? value : null)),
  ) as Ref<string>;
  return author;
}

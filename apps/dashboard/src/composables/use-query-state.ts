import { computed, type WritableComputedRef } from 'vue';
import { type LocationQueryRaw, type Router, useRoute, useRouter } from 'vue-router';

/** How a value stands in the address. The default is left out, so that short links stay short. */
export interface QueryCodec<T> {
  readonly parse: (text: string) => T;
  readonly serialise: (value: T) => string;
  readonly initial: string;
}

/** Changes of one moment go into the address together: each alone would undo the one before. */
const pending = new WeakMap<Router, LocationQueryRaw>();

/** A value that lives in the address: a link shows the same thing, and Back undoes nothing small. */
export function useQueryState<T>(name: string, codec: QueryCodec<T>): WritableComputedRef<T> {
  const route = useRoute();
  const router = useRouter();
  return computed({
    get: () => codec.parse(firstText(route.query[name]) ?? codec.initial),
    set: (value) => {
      const text = codec.serialise(value);
      patchQuery(router, { [name]: text === codec.initial ? undefined : text });
    },
  });
}

function patchQuery(router: Router, patch: LocationQueryRaw): void {
  const waiting = pending.get(router);
  if (waiting) {
    Object.assign(waiting, patch);
    return;
  }
  const changes = { ...patch };
  pending.set(router, changes);
  queueMicrotask(() => {
    pending.delete(router);
    void router.replace({ query: { ...router.currentRoute.value.query, ...changes } });
  });
}

function firstText(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : undefined;
}

/** Free text. */
export const textCodec: QueryCodec<string> = { parse: (text) => text, serialise: (value) => value, initial: '' };

/** One of some words; what is not among them is the first. */
export function wordCodec<const T extends string>(words: readonly [T, ...T[]]): QueryCodec<T> {
  return {
    parse: (text) => words.find((word) => word === text) ?? words[0],
    serialise: (value) => value,
    initial: words[0],
  };
}

/** A list of ids, none of which holds a comma. */
export const listCodec: QueryCodec<readonly string[]> = {
  parse: (text) => text.split(',').filter(Boolean),
  serialise: (values) => values.join(','),
  initial: '',
};

/** A column and a direction: `in` falls, `-in` rises. */
export interface Sort {
  readonly column: string;
  readonly rising: boolean;
}

/** A sort order; `initial` as it stands in the address. */
export function sortCodec(initial: string): QueryCodec<Sort> {
  return {
    parse: (text) => ({ column: text.replace(/^-/, ''), rising: text.startsWith('-') }),
    serialise: ({ column, rising }) => (rising ? `-${column}` : column),
    initial,
  };
}

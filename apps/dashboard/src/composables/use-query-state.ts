import { computed, type WritableComputedRef } from 'vue';
import { type LocationQueryRaw, type Router, useRoute, useRouter } from 'vue-router';

/** How a value stands in the address. The default is left out, so that short links stay short. */
export interface QueryCodec<T> {
  readonly parse: (text: string) => T;
  readonly serialise: (value: T) => string;
  readonly initial: string;
  /** Typed letter by letter: a change takes the place of the one before, and Back goes to the page before. */
  readonly typed?: boolean;
}

interface Pending {
  readonly changes: LocationQueryRaw;
  push: boolean;
}

/** Changes of one moment go into the address together: each alone would undo the one before. */
const pending = new WeakMap<Router, Pending>();

/** A value that lives in the address: a link shows the same thing, and Back undoes what was chosen. */
export function useQueryState<T>(name: string, codec: QueryCodec<T>): WritableComputedRef<T> {
  const route = useRoute();
  const router = useRouter();
  tidy(name, codec, router, firstText(route.query[name]));
  return computed({
    get: () => codec.parse(firstText(route.query[name]) ?? codec.initial),
    set: (value) => {
      const text = codec.serialise(value);
      patchQuery(router, { [name]: text === codec.initial ? undefined : text }, !codec.typed);
    },
  });
}

/** What makes no sense does not stay in the address, where it would look as if it held. */
function tidy<T>(name: string, codec: QueryCodec<T>, router: Router, text: string | undefined): void {
  if (text === undefined) return;
  const understood = codec.serialise(codec.parse(text));
  if (understood === codec.initial && text !== codec.initial) patchQuery(router, { [name]: undefined }, false);
}

function patchQuery(router: Router, patch: LocationQueryRaw, push: boolean): void {
  const waiting = pending.get(router);
  if (waiting) {
    Object.assign(waiting.changes, patch);
    waiting.push ||= push;
    return;
  }
  const change: Pending = { changes: { ...patch }, push };
  pending.set(router, change);
  queueMicrotask(() => {
    pending.delete(router);
    const query = { ...router.currentRoute.value.query, ...change.changes };
    void (change.push ? router.push({ query }) : router.replace({ query }));
  });
}

function firstText(value: unknown): string | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : undefined;
}

/** Free text. */
export const textCodec: QueryCodec<string> = {
  parse: (text) => text,
  serialise: (value) => value,
  initial: '',
  typed: true,
};

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

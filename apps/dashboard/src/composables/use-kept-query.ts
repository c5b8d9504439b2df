import { computed, type ComputedRef } from 'vue';
import { type LocationQueryRaw, useRoute } from 'vue-router';

/** What goes along from page to page; everything else in the address belongs to its page. */
const KEPT = ['range', 'f', 'unit', 'kiosk'] as const;

/** Whether a parameter of an address is of all pages. */
export function isKept(name: string): boolean {
  return KEPT.some((kept) => kept === name);
}

/** The part of the address that a link to another page keeps. */
export function useKeptQuery(): ComputedRef<LocationQueryRaw> {
  const route = useRoute();
  return computed(() =>
    Object.fromEntries(KEPT.flatMap((name) => (route.query[name] ? [[name, route.query[name]]] : []))),
  );
}

import type { FilterInput } from '../../composables/chips.js';

/** What workloads are listed as; the first is the default. */
export const WORKLOAD_KINDS = ['service', 'stack', 'workload'] as const;
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** How a kind is called, and what the API groups it by. */
export const KIND_WORDS = {
  service: { one: 'Service', many: 'Services', dimension: 'SERVICE' },
  stack: { one: 'Stack', many: 'Stacks', dimension: 'STACK' },
  workload: { one: 'Kubernetes workload', many: 'Kubernetes workloads', dimension: 'WORKLOAD' },
} as const;

/** A kind's words within a sentence: names keep their capital. */
export function inSentence(words: string): string {
  return words.startsWith('Kubernetes') ? words : words.toLowerCase();
}

/** A kind as it stands in an address; what is not one is a service. */
export function kindOf(text: string): WorkloadKind {
  return WORKLOAD_KINDS.find((kind) => kind === text) ?? 'service';
}

/** The filter for one of them, by its name over all hosts, within the page's filter. */
export function filterFor(kind: WorkloadKind, name: string, filter: FilterInput | null): FilterInput {
  return { ...filter, [kind]: { ...filter?.[kind], eq: name } };
}

import { computed, type ComputedRef, type WritableComputedRef } from 'vue';
import { type PatternClass, type PatternHour } from '../../api/operations/patterns.js';
import { type QueryCodec, useQueryState, wordCodec } from '../../composables/use-query-state.js';
import { countBy } from './groups.js';
import type { PatternQuestion } from './use-patterns.js';
import { CATEGORIES, CLASS_WORDS, STRONG } from './words.js';

/** One of some values with its words. */
interface Option {
  readonly value: string;
  readonly label: string;
}

const CLEAR = 0.4;
const LEAST: Readonly<Record<string, number>> = { clear: CLEAR, strong: STRONG };
export const STATES: readonly Option[] = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Still on' },
  { value: 'ended', label: 'Over' },
];
export const STRENGTHS: readonly Option[] = [
  { value: 'any', label: 'Any' },
  { value: 'clear', label: 'Clear' },
  { value: 'strong', label: 'Strong' },
];
export const ORDERS: readonly Option[] = [
  { value: 'strongest', label: 'Strongest first' },
  { value: 'newest', label: 'Newest first' },
];
const ALL = 'all';
const WEEK_HOURS = 168;

const codecOf = (options: readonly Option[]): QueryCodec<string> =>
  wordCodec<string>(options.map(({ value }) => value) as [string, ...string[]]);
const hourCodec: QueryCodec<number | null> = {
  parse: (text) => (/^\d{1,3}$/.test(text) && Number(text) < WEEK_HOURS ? Number(text) : null),
  serialise: (hour) => (hour === null ? '' : String(hour)),
  initial: '',
};
const CLASSES = Object.keys(CLASS_WORDS) as PatternClass[];

/** What the list of findings is narrowed to; all of it is in the address. */
export interface Choices {
  readonly category: WritableComputedRef<string>;
  readonly kind: WritableComputedRef<string>;
  readonly state: WritableComputedRef<string>;
  readonly least: WritableComputedRef<string>;
  readonly order: WritableComputedRef<string>;
  /** Only what began in this hour of the week, 0 = Monday 00:00. */
  readonly hour: WritableComputedRef<number | null>;
  readonly isNarrowed: ComputedRef<boolean>;
  /** The same as the API takes it. */
  readonly asked: ComputedRef<Omit<PatternQuestion, 'filter'>>;
}

/** The choices of the page of findings. */
export function useChoices(): Choices {
  const category = useQueryState('category', wordCodec<string>([ALL, ...CATEGORIES.map(({ key }) => nameOf(key))]));
  const kind = useQueryState('class', wordCodec<string>([ALL, ...CLASSES.map(nameOf)]));
  const state = useQueryState('state', codecOf(STATES));
  const least = useQueryState('least', codecOf(STRENGTHS));
  const order = useQueryState('order', codecOf(ORDERS));
  const hour = useQueryState('hour', hourCodec);
  return {
    ...{ kind, state, least, order, hour },
    // A class of another category would leave nothing.
    category: computed({
      get: () => category.value,
      set: (value) => {
        category.value = value;
        kind.value = ALL;
      },
    }),
    isNarrowed: computed(() =>
      [
        category.value !== ALL,
        kind.value !== ALL,
        state.value !== ALL,
        least.value !== 'any',
        hour.value !== null,
      ].includes(true),
    ),
    asked: computed(() => ({
      categories: someOf(CATEGORIES.map(({ key }) => key).filter((key) => nameOf(key) === category.value)),
      classes: someOf(CLASSES.filter((each) => nameOf(each) === kind.value)),
      state: state.value === 'open' ? ('OPEN' as const) : state.value === 'ended' ? ('ENDED' as const) : null,
      minStrength: LEAST[least.value] ?? null,
      sort: order.value === 'strongest' ? ('STRENGTH' as const) : ('STARTED' as const),
    })),
  };
}

/** The categories as choices, each with how many there are; one without any can still be chosen, so that a link holds. */
export function categoryOptions(hours: readonly PatternHour[] | null): Option[] {
  const counts = countBy(hours ?? [], 'category');
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const label = (words: string, count: number): string => (hours ? `${words} ${count}` : words);
  return [
    { value: ALL, label: label('All', all) },
    ...CATEGORIES.map(({ key, label: words }) => ({ value: nameOf(key), label: label(words, counts.get(key) ?? 0) })),
  ];
}

/** The classes of a category as choices, those that there are. */
export function classOptions(hours: readonly PatternHour[], category: string, chosen: string): Option[] {
  const counts = countBy(
    hours.filter((hour) => category === ALL || nameOf(hour.category) === category),
    'class',
  );
  const there = CLASSES.filter((each) => counts.has(each) || nameOf(each) === chosen);
  return [
    { value: ALL, label: 'Every class' },
    ...there.map((each) => ({ value: nameOf(each), label: `${CLASS_WORDS[each][0]} (${counts.get(each) ?? 0})` })),
  ];
}

/** A value of the API as the address has it: `one-way-flood`. */
export function nameOf(value: string): string {
  return value.toLowerCase().replaceAll('_', '-');
}

/** Of none chosen all are meant. */
function someOf<T>(chosen: T[]): T[] | null {
  return chosen.length > 0 ? chosen : null;
}

import { type Counter, COUNTERS, INTERFACE_CLASSES } from '@weir/model';
import { bytesText, numberText } from '../../analyse/pattern/wording.js';
import type { Filter } from '../filter.js';
import { ofContainers } from '../outlook/line.js';

/** Average traffic of a stretch of time: per second, null where nothing is known of it. */
export interface Stretch {
  /** ms since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly perSecond: Readonly<Record<Counter, number | null>>;
}

/** Traffic before a moment and after it. */
export interface BeforeAndAfter {
  readonly before: Stretch;
  readonly after: Stretch;
  /** How many times as many bytes passed afterwards; null where nothing did before, or it is not known. */
  readonly ratio: number | null;
  readonly sentence: string;
}

/** Less of a change than this is none that people should look at. */
const ALIKE = 0.1;
/** What is told of beside bytes, where there is any: both ways. */
const TROUBLE: readonly (readonly [string, readonly Counter[]])[] = [
  ['errors', ['rxErrors', 'txErrors']],
  ['drops', ['rxDropped', 'txDropped']],
];

/** What is known of no time. */
export const UNKNOWN: Stretch['perSecond'] = Object.fromEntries(
  COUNTERS.map((counter) => [counter, null]),
) as Stretch['perSecond'];

/** Compares two stretches. */
export function compared(before: Stretch, after: Stretch): BeforeAndAfter {
  const [was, is] = [sumOf(before, ['rxBytes', 'txBytes']), sumOf(after, ['rxBytes', 'txBytes'])];
  const ratio = was === null || is === null || was === 0 ? null : is / was;
  return { before, after, ratio, sentence: sentenceOf(before, after, was, is) };
}

/** Which interfaces count, where a filter does not say: where it names interfaces, these; else as in a line. */
export function counted(filter: Filter): Filter {
  const isOpen = filter.classes == null && filter.uplink == null;
  const namesInterfaces = [filter.interface, filter.addresses, filter.linkStates].some((each) => each != null);
  return isOpen && namesInterfaces ? { ...filter, classes: INTERFACE_CLASSES } : ofContainers(filter);
}

function sentenceOf(before: Stretch, after: Stretch, was: number | null, is: number | null): string {
  if (was === null && is === null) return 'Nothing is known of the traffic before or after.';
  if (was === null) return `Before, nothing is known of the traffic; afterwards it was ${bytesText(is ?? 0)}/s.`;
  if (is === null) return `Before, the traffic was ${bytesText(was)}/s; of afterwards nothing is known.`;
  const traffic = `Traffic ${changeText(was, is, (value) => `${bytesText(value)}/s`)}`;
  const trouble = TROUBLE.flatMap(([name, counters]) => {
    const [earlier, later] = [sumOf(before, counters) ?? 0, sumOf(after, counters) ?? 0];
    return earlier === 0 && later === 0
      ? []
      : [`${name} ${changeText(earlier, later, (value) => `${numberText(value)}/s`)}`];
  });
  return `${[traffic, ...trouble].join('; ')}.`;
}

function changeText(was: number, is: number, text: (value: number) => string): string {
  if (was === is || Math.abs(is - was) < ALIKE * was) return `stayed at ${text(is)}`;
  if (was === 0) return `began: ${text(is)}`;
  if (is === 0) return `ended: it was ${text(was)}`;
  const times = is / was;
  const much =
    times >= 2
      ? `${numberText(times)} times as much`
      : `${Math.round(Math.abs(times - 1) * 100)} % ${times > 1 ? 'more' : 'less'}`;
  return `went from ${text(was)} to ${text(is)}, ${much}`;
}

function sumOf({ perSecond }: Stretch, counters: readonly Counter[]): number | null {
  const known = counters.map((counter) => perSecond[counter]).filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
}

import type { EventsAsked } from '../../../query/events.js';
import { asFilter, type FILTER } from './filter.js';
import { moment, value } from './kinds.js';
import type { Parameter, ValuesOf } from './parameter.js';

const kind: Parameter<readonly string[] | null> = {
  description:
    'What happened: a kind, or a pattern such as `interface.*`; one of several where it is given several times.',
  schema: { type: 'array', items: { type: 'string' } },
  example: 'interface.*',
  repeats: true,
  read: (texts) => value(texts.length === 0 ? null : texts),
};

/** Which changes, besides whose. */
export const EVENTS = {
  kind,
  from: moment({ description: 'Begin of the range; open where left out.', example: '2026-11-20T00:00:00Z' }),
  to: moment({ description: 'End of the range, not included; open where left out.', example: '2026-11-21T00:00:00Z' }),
} as const;

/** The changes that parameters ask for. */
export function asEvents(values: ValuesOf<typeof EVENTS & typeof FILTER>): EventsAsked {
  const { kind: kinds, from, to, ...filter } = values;
  return { filter: asFilter(filter), kinds, fromMs: from, toMs: to };
}

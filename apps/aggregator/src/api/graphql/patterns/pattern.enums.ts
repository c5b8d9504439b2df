import { registerEnumType } from '@nestjs/graphql';
import { PATTERN_CATEGORIES } from '../../../query/patterns/pattern.js';

/* GraphQL's names on the left, the store's on the right. */

const upper = (name: string): string => name.toUpperCase().replaceAll(/[ -]/g, '_');

/** Every class of pattern, `level shift` as `LEVEL_SHIFT`. */
export const PatternClassEnum = Object.fromEntries(Object.keys(PATTERN_CATEGORIES).map((name) => [upper(name), name]));
registerEnumType(PatternClassEnum, {
  name: 'PatternClass',
  description: 'What a pattern is.',
  valuesMap: {
    BURST: { description: 'Far more than usual for five minutes at most.' },
    OUTAGE: { description: 'Next to nothing, where there usually is something, while the host still tells.' },
    DROP: { description: 'Less than half of what is usual, for a minute or more.' },
    LEVEL_SHIFT: { description: 'Another level from one moment on, which stays.' },
    RAMP: { description: 'A steady rise or fall over half an hour or more.' },
    PERIODIC_JOB: { description: 'Bursts at equal distances; also that one of them is missing.' },
    SEASONALITY: { description: 'It follows the day or the week.' },
    SEASONAL_VIOLATION: { description: 'Not what this hour of the week usually is, for a quarter of an hour or more.' },
    ASYMMETRIC_FLIP: { description: 'It receives what it used to send, or the other way about.' },
    FAN_OUT: { description: 'Many small packets that are hardly answered, as of a scan.' },
    ONE_WAY_FLOOD: { description: 'One way is more than ten times its usual, the other stays as it was.' },
    ERROR_STORM: { description: 'Far more errors than usual.' },
    SATURATION: { description: 'The link is full.' },
    SATURATION_AHEAD: { description: 'The link will be full, as its trend goes.' },
    FLAPPING: { description: 'It stops and comes back again and again.' },
    STUCK: { description: 'Exactly the same in every sample, where it varied before.' },
    STEP_AFTER_CHANGE: { description: 'Another level right after a recorded change.' },
  },
});

export const PatternCategoryEnum = Object.fromEntries(
  [...new Set(Object.values(PATTERN_CATEGORIES))].map((name) => [upper(name), name]),
);
registerEnumType(PatternCategoryEnum, {
  name: 'PatternCategory',
  description: 'What kind of matter a pattern is.',
  valuesMap: {
    VOLUME: { description: 'How much: bursts, shifts, ramps.' },
    LOSS: { description: 'Less than there should be: outages, drops, flapping.' },
    CYCLE: { description: 'What comes again: jobs, days and weeks, and what does not follow them.' },
    CHANGE: { description: 'It is not as it was: flips, steps after a change.' },
    SECURITY: { description: 'As of a scan or a flood.' },
    ERROR: { description: 'Errors, counters that are stuck.' },
    CAPACITY: { description: 'Links that are full, or will be.' },
  },
});

export const PatternEntityKindEnum = {
  INTERFACE: 'interface',
  CONTAINER: 'container',
  NETWORK: 'network',
  HOST: 'host',
} as const;
registerEnumType(PatternEntityKindEnum, { name: 'PatternEntityKind', description: 'What a pattern is laid to.' });

export const PatternStateEnum = { OPEN: 'open', ENDED: 'ended' } as const;
export type PatternState = (typeof PatternStateEnum)[keyof typeof PatternStateEnum];
registerEnumType(PatternStateEnum, {
  name: 'PatternState',
  description: 'Whether a pattern still lasts.',
  valuesMap: { OPEN: { description: 'It lasts.' }, ENDED: { description: 'It is over.' } },
});

export const PatternVerdictEnum = { NOT_USEFUL: 'not useful', EXPECTED: 'expected' } as const;
registerEnumType(PatternVerdictEnum, {
  name: 'PatternVerdict',
  description: 'What somebody says of a pattern; it holds for all to come of its class on its entity.',
  valuesMap: {
    NOT_USEFUL: { description: 'Nobody needs to know: each time it is said, it takes twice as much to be told of.' },
    EXPECTED: { description: 'It is meant to be so, until the moment given, or for good.' },
  },
});

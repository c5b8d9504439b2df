import { Float, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { LinkCapacity } from '../../query/outlook/capacity.js';
import { DateTime } from '../graphql/scalars.js';
import { CounterName } from '../graphql/types/enums.js';
import { MOMENT, Told, valuesOf } from '../system/told.js';

export const CapacityState = {
  REACHED: 'reached',
  REACHES: 'reaches',
  NOT_WITHIN: 'not within',
  UNKNOWN: 'unknown',
} as const;
export type CapacityState = (typeof CapacityState)[keyof typeof CapacityState];
registerEnumType(CapacityState, {
  name: 'CapacityState',
  description: 'Whether a link fills up.',
  valuesMap: {
    REACHED: { description: 'Its busy hours reach the share already.' },
    REACHES: { description: 'They are expected to reach it within the horizon.' },
    NOT_WITHIN: { description: 'They are not.' },
    UNKNOWN: { description: 'Less than eight days are known of it.' },
  },
});

const FIGURE = { type: 'number', nullable: true } as const;

/** When a link is full, as GraphQL and REST tell it. */
@ObjectType({ isAbstract: true })
export abstract class LinkFigures {
  @Told(() => CounterName, {
    enum: ['rxBytes', 'txBytes'],
    description: 'The way that fills up first: what is received, or what is sent.',
    example: 'txBytes',
  })
  readonly counter: CounterName;

  @Told(() => Float, { description: 'Link speed in bits per second.', example: 10_000_000_000 })
  readonly speedBitsPerSecond: number;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 612_500_000 },
    description:
      'Bytes per second, the busier way, that 95 % of the hours of the last week did not exceed; null before the first whole hour of it.',
  })
  readonly p95PerSecond: number | null;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 49 },
    description: 'The same in percent of its speed; null where that is.',
  })
  readonly utilisationPercent: number | null;

  @Told(() => CapacityState, {
    enum: valuesOf(CapacityState),
    description: 'Whether it fills up.',
    example: 'reaches',
  })
  readonly state: CapacityState;

  @Told(() => DateTime, {
    ...{ ...MOMENT, nullable: true, example: '2026-12-26T00:00:00.000Z' },
    description: 'The day that is expected to; null where none is near enough to tell.',
  })
  readonly fullAt: Date | null;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 36 },
    description: 'How many days are left until then (0 = none); may lie beyond the horizon; null as `fullAt`.',
  })
  readonly daysLeft: number | null;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 30 },
    description: 'How many days are left at least, as the 90 % interval has it.',
  })
  readonly low: number | null;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 52 },
    description: 'How many days are left at most; null where that is too far to tell.',
  })
  readonly high: number | null;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 97.2 },
    description: 'How likely it fills up within the horizon, in percent; null where too little is known of it.',
  })
  readonly likelihoodPercent: number | null;

  @Told(() => String, {
    description: 'The same in words: `reaches 80 % of the link on 2026-12-24 (2026-12-19 to 2027-01-02)`.',
    example: 'reaches 80 % of the link on 2026-12-26 (2026-12-20 to 2027-01-11)',
  })
  readonly sentence: string;
}

/** The figures of a link as they are answered. */
export function figuresOf(link: LinkCapacity): LinkFigures {
  const { counter, speedBitsPerSecond, p95PerSecond, share, outlook, daysLeft, sentence } = link;
  const isKnown = outlook.kind !== 'unknown';
  return {
    ...{ counter, speedBitsPerSecond, p95PerSecond },
    utilisationPercent: share === null ? null : Math.round(share * 1e4) / 100,
    ...{ state: outlook.kind, fullAt: outlook.atMs === null ? null : new Date(outlook.atMs) },
    ...{ daysLeft, low: link.daysLeftLow, high: link.daysLeftHigh, sentence },
    likelihoodPercent: isKnown ? Math.round(outlook.strength * 1e3) / 10 : null,
  };
}

import { Field, Float, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { InterfaceRow } from '../../../query/interfaces.js';
import { DateTime } from '../scalars.js';
import { CounterName } from '../types/enums.js';
import { InterfaceType } from '../types/interface.type.js';

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

/** A link, and when it is full. */
@ObjectType('LinkCapacity', {
  description: 'A link, and when the busy hours of its days (their 95th percentile) fill it.',
})
export class LinkCapacityType {
  @Field(() => InterfaceType, { description: 'The interface.' })
  readonly uplink: InterfaceRow;

  @Field(() => CounterName, { description: 'The way that fills up first: RX_BYTES or TX_BYTES.' })
  readonly counter: CounterName;

  @Field(() => Float, { description: 'Link speed in bits per second.' })
  readonly speedBitsPerSecond: number;

  @Field(() => Float, {
    description: 'Bytes per second, the busier way, that 95 % of the hours of the last week did not exceed.',
  })
  readonly p95PerSecond: number;

  @Field(() => Float, { description: 'The same in percent of its speed.' })
  readonly utilisationPercent: number;

  @Field(() => CapacityState, { description: 'Whether it fills up.' })
  readonly state: CapacityState;

  @Field(() => DateTime, {
    nullable: true,
    description: 'The day that is expected to; null where none is near enough to tell.',
  })
  readonly fullAt: Date | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How many days are left until then (0 = none); may lie beyond the horizon; null as `fullAt`.',
  })
  readonly daysLeft: number | null;

  @Field(() => Float, { nullable: true, description: 'How many days are left at least, as the 90 % interval has it.' })
  readonly low: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'How many days are left at most; null where that is too far to tell.',
  })
  readonly high: number | null;

  @Field(() => Float, { description: 'How likely it fills up within the horizon, in percent.' })
  readonly likelihoodPercent: number;

  @Field(() => String, {
    description: 'The same in words: `reaches 80 % of the link on 2026-12-24 (2026-12-19 to 2027-01-02)`.',
  })
  readonly sentence: string;
}

/** When links are full. */
@ObjectType('Capacity', { description: 'When links are full.' })
export class CapacityType {
  @Field(() => [LinkCapacityType], {
    description:
      'The links that were fullest in the last week, those that fill up first in front. Of more than 1,000 links, the 1,000 that carried most ' +
      '(by their 95th percentile in bytes) are compared: a filter finds slow ones among them.',
  })
  readonly links: readonly LinkCapacityType[];

  @Field(() => Int, { description: 'How many links there are in all.' })
  readonly linkCount: number;

  @Field(() => Int, { description: 'How many of them tell no speed, so that nothing can be said of them.' })
  readonly unknownSpeedCount: number;
}

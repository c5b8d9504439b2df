import { Field, Int, ObjectType } from '@nestjs/graphql';
import type { InterfaceRow } from '../../../query/interfaces.js';
import { LinkFigures } from '../../outlook/link-capacity.type.js';
import { InterfaceType } from '../types/interface.type.js';

/** A link, and when it is full. */
@ObjectType('LinkCapacity', {
  description: 'A link, and when the busy hours of its days (their 95th percentile) fill it.',
})
export class LinkCapacityType extends LinkFigures {
  @Field(() => InterfaceType, { description: 'The interface.' })
  readonly uplink: InterfaceRow;
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

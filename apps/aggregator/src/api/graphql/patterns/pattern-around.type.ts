import { Field, Float, ObjectType } from '@nestjs/graphql';
import type { InterfaceRow } from '../../../query/interfaces.js';
import { InterfaceType } from '../types/interface.type.js';

/** An interface whose traffic moved with a pattern. */
@ObjectType('PatternCompanion', { description: 'An interface whose traffic moved with that of a pattern.' })
export class PatternCompanionType {
  @Field(() => InterfaceType, { description: 'The interface.' })
  readonly interface: InterfaceRow;

  @Field(() => Float, {
    description:
      'How closely, from 1 (together) over 0 to -1 (one falls as the other rises); what a day’s cycle makes alike is not counted.',
  })
  readonly correlation: number;

  @Field(() => Float, { description: 'By how many ms it followed; negative = it moved first.' })
  readonly lagMilliseconds: number;

  @Field(() => Float, {
    description: 'How likely chance alone shows as much, from 0 to 1; more than 0.05 is not told.',
  })
  readonly chance: number;
}

import { Field, InputType, Int, PickType } from '@nestjs/graphql';
import { CounterName, RankMeasure } from './enums.js';
import { GROUPED, SeriesInput } from './series.input.js';

const RANGED = [...GROUPED, 'from', 'to'] as const;

/** Whose figures over a whole range are asked. */
@InputType({
  description:
    'Figures over a whole range, of the interfaces named or of those that pass the filter (see Dimension for what an open ' +
    'filter means). Ranked where a top is asked, else by name.',
})
export class TotalsInput extends PickType(SeriesInput, [...RANGED, 'top'] as const, InputType) {}

/** Asks for a ranking. */
@InputType({
  description:
    'The groups with the highest figures over a range, of the interfaces named or of those that pass the filter (see ' +
    'Dimension for what an open filter means).',
})
export class TopGroupsInput extends PickType(SeriesInput, RANGED, InputType) {
  @Field(() => Int, { nullable: true, defaultValue: 10, description: 'How many groups are answered, 1 to 1000.' })
  readonly count?: number | null;

  @Field(() => RankMeasure, {
    nullable: true,
    defaultValue: RankMeasure.TOTAL,
    description: 'What groups are ranked by.',
  })
  readonly by?: RankMeasure | null;

  @Field(() => CounterName, {
    nullable: true,
    description: 'The counter whose figure ranks; left out, the sum of all counters asked does.',
  })
  readonly counter?: CounterName | null;
}

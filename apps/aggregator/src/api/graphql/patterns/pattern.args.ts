import { ArgsType, Field, Float, ID } from '@nestjs/graphql';
import {
  ALL_PATTERNS,
  type PatternCategory,
  type PatternClass,
  type PatternsAsked,
} from '../../../query/patterns/pattern.js';
import { DateTime } from '../scalars.js';
import { FilterInput } from '../types/filter.input.js';
import { PatternCategoryEnum, PatternClassEnum, type PatternState, PatternStateEnum } from './pattern.enums.js';

/** Which patterns are watched. */
@ArgsType()
export class WatchedPatternsArgs {
  @Field(() => FilterInput, {
    nullable: true,
    description:
      'Which: by host, by the interface that they were found on, or by the container or network that they are laid to, whether ' +
      'those are still there or not. Left out, all.',
  })
  readonly filter?: FilterInput | null;

  @Field(() => [PatternClassEnum], { nullable: true, description: 'Only of these classes.' })
  readonly classes?: PatternClass[] | null;

  @Field(() => [PatternCategoryEnum], { nullable: true, description: 'Only of these categories.' })
  readonly categories?: PatternCategory[] | null;

  @Field(() => Float, { nullable: true, description: 'Only those at least so strong, from 0 to 1.' })
  readonly minStrength?: number | null;
}

/** Which patterns are counted. */
@ArgsType()
export class PatternsArgs extends WatchedPatternsArgs {
  @Field(() => DateTime, { nullable: true, description: 'Only those that lasted at this moment or later.' })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only those that began before.' })
  readonly to?: Date | null;

  @Field(() => [ID], {
    nullable: true,
    description:
      'Only those that are laid to one of these, or showed on it: ids of interfaces, containers, networks and hosts, as ' +
      '`PatternEntity` has them.',
  })
  readonly entities?: string[] | null;

  @Field(() => PatternStateEnum, { nullable: true, description: 'Only those that last, or only those that are over.' })
  readonly state?: PatternState | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Only those of which somebody said that they are not useful or expected, or only those of which nobody did.',
  })
  readonly dismissed?: boolean | null;
}

/** What arguments ask for; those given as null mean all. */
export function asPatternsAsked(args: PatternsArgs): PatternsAsked {
  return {
    ...ALL_PATTERNS,
    filter: args.filter ?? {},
    classes: args.classes ?? null,
    categories: args.categories ?? null,
    minStrength: args.minStrength ?? null,
    fromMs: args.from?.getTime() ?? null,
    toMs: args.to?.getTime() ?? null,
    entities: args.entities ?? null,
    isOpen: args.state == null ? null : args.state === 'open',
    isDismissed: args.dismissed ?? null,
  };
}

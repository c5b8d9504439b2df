import { Field, Float, ID, Int, ObjectType, OmitType } from '@nestjs/graphql';
import { DateTime } from '../scalars.js';
import { RankMeasure } from './enums.js';
import { GroupKey, SeriesStatistics } from './series.type.js';

/** Figures of one counter, exact. */
@ObjectType({
  description:
    'Figures of one counter over the whole range. Rates are in bytes, packets, errors or drops per second; null = unknown.',
})
export class CounterTotals extends OmitType(SeriesStatistics, ['total', 'maximumPerSecond'] as const) {
  @Field(() => String, {
    description:
      'What was counted in all: bytes, packets, errors or drops, as decimal digits, since it may pass 2^53. A sample counts as ' +
      'a whole where it begins, so ranges that follow each other add up to the last byte.',
  })
  readonly total: string;

  @Field(() => Float, {
    nullable: true,
    description:
      'Highest rate, in bytes per second, that one of its interfaces had in one sample (a second, usually). Null for counters ' +
      'other than bytes.',
  })
  readonly maximumPerSecond: number | null;
}

/** Figures of one group. */
@ObjectType({ description: 'Figures of one group over the whole range.' })
export class GroupTotals {
  @Field(() => ID, { description: 'As in `series`.' })
  readonly group: string;

  @Field(() => [GroupKey], { description: 'What the group is, in each dimension asked. None for `others`.' })
  readonly keys: readonly GroupKey[];

  @Field(() => Int, {
    nullable: true,
    description:
      'How many groups are summed up in this one, where it is the rest beside the top; null = it is one group.',
  })
  readonly others: number | null;

  @Field(() => [CounterTotals], { description: 'One entry for each counter asked.' })
  readonly counters: readonly CounterTotals[];
}

/** What figures over a range are of. */
@ObjectType({ isAbstract: true })
class StoredRange {
  @Field(() => DateTime, {
    description: 'Begin of what the figures are of: as asked; whole buckets where only a roll-up of that time is kept.',
  })
  readonly from: Date;

  @Field(() => DateTime, { description: 'End of what the figures are of, as `from`.' })
  readonly to: Date;

  @Field(() => String, {
    description:
      'The coarsest that was read: `raw` samples, or a roll-up (`1m`, `5m`, `1h`, `1d`); its ends, and what is not rolled up ' +
      'yet, are read from finer ones.',
  })
  readonly resolution: string;

  @Field(() => String, {
    description: 'What the begin of the range is cut at: `raw` = at samples, so that it is exact; else at buckets.',
  })
  readonly edgeResolution: string;

  @Field(() => Float, {
    description:
      'Width of the buckets that percentiles are of, in ms: a second for a range of up to five minutes, else a minute or more; ' +
      'at most 300 of them.',
  })
  readonly stepMilliseconds: number;

  @Field(() => Int, { description: 'How many groups there are, those beside the top included.' })
  readonly groupCount: number;
}

/** Figures of groups. */
@ObjectType({ description: 'Figures of groups over a whole range.' })
export class TotalsResult extends StoredRange {
  @Field(() => [GroupTotals], {
    description: 'One entry for each group; with a top, the highest first and `others` last.',
  })
  readonly groups: readonly GroupTotals[];
}

/** A group of a ranking. */
@ObjectType({ description: 'A group of a ranking.' })
export class RankedGroup {
  @Field(() => Int, { description: 'Its place, from 1.' })
  readonly rank: number;

  @Field(() => ID, { description: 'As in `series`.' })
  readonly group: string;

  @Field(() => [GroupKey], { description: 'What the group is, in each dimension asked.' })
  readonly keys: readonly GroupKey[];

  @Field(() => Float, {
    nullable: true,
    description:
      'What it is ranked by: bytes, packets, errors or drops in all, where that is the total; else of them per second. Null = ' +
      'nothing is known.',
  })
  readonly value: number | null;

  @Field(() => String, {
    description:
      'What it counted in all (bytes, packets, errors or drops), of the counters that rank, as decimal digits.',
  })
  readonly total: string;

  @Field(() => Float, {
    nullable: true,
    description: 'How much of what all groups counted that is, in percent; null where nothing was counted.',
  })
  readonly sharePercent: number | null;
}

/** A ranking. */
@ObjectType({ description: 'The groups with the highest figures over a range, and their share of the whole.' })
export class TopResult extends StoredRange {
  @Field(() => RankMeasure, { description: 'What they are ranked by.' })
  readonly by: RankMeasure;

  @Field(() => [RankedGroup], { description: 'The highest first.' })
  readonly groups: readonly RankedGroup[];

  @Field(() => String, {
    description:
      'What all other groups counted (bytes, packets, errors or drops), of the counters that rank, as decimal digits.',
  })
  readonly othersTotal: string;

  @Field(() => Float, {
    nullable: true,
    description: 'How much of what all groups counted that is, in percent; null where nothing was counted.',
  })
  readonly othersSharePercent: number | null;
}

import { Field, Float, InputType, registerEnumType } from '@nestjs/graphql';
import type { WrittenPercentile } from '../../../billing/percentile/read-percentile.js';
import { WeekdayEnum } from '../alerts/alert.enums.js';
import { DateTime } from '../scalars.js';
import { QuotaSubjectInput } from './quota.input.js';

export const MissingSamplesEnum = { ZERO: 'zero', SKIP: 'skip' } as const;
registerEnumType(MissingSamplesEnum, {
  name: 'MissingSamples',
  description: 'How samples count of which nothing is known.',
  valuesMap: { ZERO: { description: 'As zero.' }, SKIP: { description: 'Not at all.' } },
});

export const PercentileWayEnum = { IN: 'in', OUT: 'out', MAX: 'max' } as const;
registerEnumType(PercentileWayEnum, {
  name: 'PercentileWay',
  description: 'What a percentile is of.',
  valuesMap: {
    IN: { description: 'What is received.' },
    OUT: { description: 'What is sent.' },
    MAX: { description: 'The busier of the two, sample by sample.' },
  },
});

@InputType({ description: 'A time that is not billed each week, by the clocks of a place.' })
export class WeeklyWindowInput {
  @Field(() => [WeekdayEnum], { nullable: true, description: 'Days on which it begins; none, or left out: every day.' })
  readonly weekdays?: string[] | null;

  @Field(() => String, { description: 'From when on: a time of day from 00:00 to 23:59.' })
  readonly from: string;

  @Field(() => String, { description: 'Until when; of the next day where it is not after `from`.' })
  readonly to: string;
}

@InputType({ description: 'A stretch of time that is not billed.' })
export class ExcludedRangeInput {
  @Field(() => DateTime, { description: 'Its begin; must lie before `to`.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'Its end.' })
  readonly to: Date;
}

@InputType({ description: 'What traffic costs by its percentile. A Mbit/s is a million bits a second.' })
export class PercentilePriceInput {
  @Field(() => PercentileWayEnum, { nullable: true, defaultValue: 'max', description: 'What it is of.' })
  readonly way?: string | null;

  @Field(() => Float, { nullable: true, defaultValue: 0, description: 'Mbit/s that cost nothing more.' })
  readonly commitMegabitsPerSecond?: number | null;

  @Field(() => Float, {
    nullable: true,
    defaultValue: 0,
    description: 'What these cost for the whole range, in `currency`.',
  })
  readonly commitPrice?: number | null;

  @Field(() => Float, { description: 'Price of each Mbit/s above them; parts are paid as parts.' })
  readonly pricePerMegabitPerSecond: number;

  @Field(() => String, { description: 'Code of ISO 4217, such as `EUR`.' })
  readonly currency: string;
}

@InputType({ description: 'Whose percentile is asked, and what counts for it.' })
export class PercentileInput {
  @Field(() => QuotaSubjectInput, { description: 'What is billed, as of quotas.' })
  readonly subject: QuotaSubjectInput;

  @Field(() => DateTime, {
    description: 'Begin of the range; must lie before `to`, and no earlier than five-minute averages are kept.',
  })
  readonly from: Date;

  @Field(() => DateTime, {
    description: 'End of the range, 400 days later at most; what is still to come is left out.',
  })
  readonly to: Date;

  @Field(() => String, {
    nullable: true,
    defaultValue: 'UTC',
    description: 'By whose clocks weekly times go: a name of the IANA database, such as `Europe/Berlin`.',
  })
  readonly timeZone?: string | null;

  @Field(() => MissingSamplesEnum, {
    nullable: true,
    defaultValue: 'skip',
    description: 'How samples count of which nothing is known.',
  })
  readonly missing?: string | null;

  @Field(() => [WeeklyWindowInput], { nullable: true, description: 'Times that are not billed each week; 20 at most.' })
  readonly excludeWeekly?: WeeklyWindowInput[] | null;

  @Field(() => [ExcludedRangeInput], { nullable: true, description: 'Stretches that are not billed; 200 at most.' })
  readonly excludeRanges?: ExcludedRangeInput[] | null;

  @Field(() => PercentilePriceInput, {
    nullable: true,
    description: 'What it costs; left out, nothing is told of that.',
  })
  readonly price?: PercentilePriceInput | null;
}

/** A form as it is written down. A field given as null means that it is left out. */
export function asWritten({
  subject,
  from,
  to,
  timeZone,
  missing,
  price,
  ...excluded
}: PercentileInput): WrittenPercentile {
  const { excludeWeekly, excludeRanges } = excluded;
  return {
    ...{ subject, fromMs: from.getTime(), toMs: to.getTime(), timeZone: timeZone ?? 'UTC', missing: missing ?? 'skip' },
    weekly: (excludeWeekly ?? []).map((window) => ({ ...window, weekdays: window.weekdays ?? [] })),
    ranges: (excludeRanges ?? []).map((range) => ({ fromMs: range.from.getTime(), toMs: range.to.getTime() })),
    price: price
      ? {
          ...{ way: price.way ?? 'max', currency: price.currency, commitPrice: price.commitPrice ?? 0 },
          commitMegabitsPerSecond: price.commitMegabitsPerSecond ?? 0,
          pricePerMegabitPerSecond: price.pricePerMegabitPerSecond,
        }
      : null,
  };
}

import { Field, Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { FieldRefusalType, REFUSALS } from '../alerts/refusal.type.js';
import { DateTime } from '../scalars.js';
import { CycleKind, QuotaMeasure, QuotaSubjectKind } from './quota.enums.js';

/** Bytes may be more than 2^53. */
const IN_DIGITS = 'in digits';

/** The name of its host is resolved in quota.resolver.ts. */
@ObjectType('QuotaSubject', { description: 'What a quota is of.' })
export class QuotaSubjectType {
  @Field(() => QuotaSubjectKind, { description: 'Of which kind it is.' })
  readonly kind: QuotaSubjectKind;

  @Field(() => ID, { nullable: true, description: 'Id of the host; null = over all hosts.' })
  readonly host: string | null;

  @Field(() => String, { nullable: true, description: 'Its name; null of FLEET and HOST.' })
  readonly name: string | null;
}

@ObjectType('QuotaCycleSettings', { description: 'When a quota begins anew, by the clocks of a place.' })
export class QuotaCycleSettingsType {
  @Field(() => CycleKind, { description: 'How often.' })
  readonly kind: CycleKind;

  @Field(() => Int, { nullable: true, description: 'The day of the month, or of the week from Monday on, from 1.' })
  readonly resetDay: number | null;

  @Field(() => Int, { description: 'At which minute of the day, from 0 on: midnight.' })
  readonly resetMinute: number;

  @Field(() => Int, { nullable: true, description: 'Of EVERY_DAYS, how many days.' })
  readonly days: number | null;

  @Field(() => String, { nullable: true, description: 'Of EVERY_DAYS, a day on which it began, as `2026-11-01`.' })
  readonly firstDay: string | null;

  @Field(() => String, { description: 'By the clocks of which place: a name of the IANA database.' })
  readonly timeZone: string;
}

@ObjectType('QuotaProjection', {
  description: 'What is expected to be used by the end of the cycle. The interval holds it nine of ten times or more.',
})
export class QuotaProjectionType {
  @Field(() => String, { description: `Bytes, ${IN_DIGITS}.` })
  readonly usedBytes: string;

  @Field(() => String, { description: `The low end of the interval: bytes, ${IN_DIGITS}.` })
  readonly lowBytes: string;

  @Field(() => String, { description: `The high end of the interval: bytes, ${IN_DIGITS}.` })
  readonly highBytes: string;

  @Field(() => Float, { nullable: true, description: 'How much of the limit, in percent; null without one.' })
  readonly usedPercent: number | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When the limit is expected to be reached; null where it is not, or is reached by now.',
  })
  readonly reachesLimitAt: Date | null;
}

@ObjectType('QuotaCycle', { description: 'What a quota’s cycle came to, or has come to so far.' })
export class QuotaCycleType {
  @Field(() => DateTime, { description: 'Begin.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'End, not included: the begin of the next.' })
  readonly until: Date;

  @Field(() => Boolean, { description: 'Whether it is over. Samples that come late still correct it.' })
  readonly isClosed: boolean;

  @Field(() => DateTime, {
    description: 'From when on it was counted: later than its begin where nothing is stored of that time.',
  })
  readonly countedFrom: Date;

  @Field(() => DateTime, { description: 'As far as it was counted.' })
  readonly countedUntil: Date;

  @Field(() => String, { description: `Bytes received, ${IN_DIGITS}.` })
  readonly receivedBytes: string;

  @Field(() => String, { description: `Bytes sent, ${IN_DIGITS}.` })
  readonly transmittedBytes: string;

  @Field(() => String, { description: `Bytes that count as used, ${IN_DIGITS}.` })
  readonly usedBytes: string;

  @Field(() => Float, { nullable: true, description: 'How much of the limit is used, in percent; null without one.' })
  readonly usedPercent: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'How much is known of the time in which there was something of it, in percent: what is not known is not counted. Null where there was nothing.',
  })
  readonly coveredPercent: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'What it costs, in the currency of the quota; null without a price.',
  })
  readonly cost: number | null;

  @Field(() => QuotaProjectionType, {
    nullable: true,
    description: 'Of the cycle under way; null of others, and until two weeks of days are known.',
  })
  readonly projection: QuotaProjectionType | null;

  @Field(() => Float, {
    nullable: true,
    description: 'What it is expected to cost in the end, in the currency of the quota; null where `projection` is.',
  })
  readonly projectedCost: number | null;
}

@ObjectType('QuotaDay', { description: 'What was counted on a day of a quota, from its time of reset to the next.' })
export class QuotaDayType {
  @Field(() => DateTime, { description: 'Begin.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'End, not included.' })
  readonly until: Date;

  @Field(() => String, { description: `Bytes received, ${IN_DIGITS}.` })
  readonly receivedBytes: string;

  @Field(() => String, { description: `Bytes sent, ${IN_DIGITS}.` })
  readonly transmittedBytes: string;

  @Field(() => String, { description: `Bytes that count as used, ${IN_DIGITS}; of MAX, the larger of this day.` })
  readonly usedBytes: string;

  @Field(() => Float, { nullable: true, description: 'How much is known of it, in percent, as of a cycle.' })
  readonly coveredPercent: number | null;
}

/** What was counted is resolved in quota.resolver.ts. */
@ObjectType('Quota', { description: 'What may be used within a cycle, and what it costs.' })
export class QuotaType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => String, { description: 'What it is called.' })
  readonly name: string;

  @Field(() => QuotaSubjectType, { description: 'What it is of.' })
  readonly subject: QuotaSubjectType;

  @Field(() => QuotaCycleSettingsType, { description: 'When it begins anew.' })
  readonly cycle: QuotaCycleSettingsType;

  @Field(() => QuotaMeasure, { description: 'What counts as used.' })
  readonly measure: QuotaMeasure;

  @Field(() => String, {
    nullable: true,
    description: `Bytes that may be used, ${IN_DIGITS}; null = there is no limit.`,
  })
  readonly limitBytes: string | null;

  @Field(() => String, { description: `Bytes that cost nothing more, ${IN_DIGITS}.` })
  readonly includedBytes: string;

  @Field(() => Float, { nullable: true, description: 'Price of 1,000,000,000 bytes beyond; null = it has none.' })
  readonly pricePerGb: number | null;

  @Field(() => String, { nullable: true, description: 'Of the price: a code of ISO 4217.' })
  readonly currency: string | null;
}

@ObjectType('QuotaResult', { description: 'A quota that was saved, or what is wrong with the form.' })
export class QuotaResult {
  @Field(() => QuotaType, { nullable: true, description: 'The quota; null where it was not saved.' })
  readonly quota: QuotaType | null;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

import { Field, Float, ID, InputType, Int } from '@nestjs/graphql';
import { CycleKind, QuotaMeasure, QuotaSubjectKind } from './quota.enums.js';

@InputType({ description: 'What a quota is of.' })
export class QuotaSubjectInput {
  @Field(() => QuotaSubjectKind, { description: 'Of which kind it is.' })
  readonly kind: QuotaSubjectKind;

  @Field(() => ID, {
    nullable: true,
    description: 'Id of the host; left out, over all hosts. HOST and UPLINK need one, FLEET has none.',
  })
  readonly host?: string | null;

  @Field(() => String, { nullable: true, description: 'Its name; FLEET and HOST have none.' })
  readonly name?: string | null;
}

@InputType({ description: 'When a quota begins anew, by the clocks of a place.' })
export class QuotaCycleInput {
  @Field(() => CycleKind, { description: 'How often.' })
  readonly kind: CycleKind;

  @Field(() => Int, {
    nullable: true,
    description:
      'Of MONTHLY, the day of the month, 1 to 31; of WEEKLY, the day of the week, 1 = Monday to 7. Left out, 1.',
  })
  readonly resetDay?: number | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 0,
    description: 'At which minute of the day, from 0, midnight, to 1,439.',
  })
  readonly resetMinute?: number | null;

  @Field(() => Int, { nullable: true, description: 'Of EVERY_DAYS, how many days, 1 to 366.' })
  readonly days?: number | null;

  @Field(() => String, { nullable: true, description: 'Of EVERY_DAYS, a day on which it began, as `2026-11-01`.' })
  readonly firstDay?: string | null;

  @Field(() => String, {
    nullable: true,
    defaultValue: 'UTC',
    description: 'By the clocks of which place: a name of the IANA database, such as `Europe/Berlin`.',
  })
  readonly timeZone?: string | null;
}

@InputType({ description: 'What may be used within a cycle, and what it costs.' })
export class QuotaInput {
  @Field(() => String, { description: 'What it is called; 1 to 120 characters, and no other quota is called so.' })
  readonly name: string;

  @Field(() => QuotaSubjectInput, { description: 'What it is of.' })
  readonly subject: QuotaSubjectInput;

  @Field(() => QuotaCycleInput, { description: 'When it begins anew.' })
  readonly cycle: QuotaCycleInput;

  @Field(() => QuotaMeasure, { description: 'What counts as used.' })
  readonly measure: QuotaMeasure;

  @Field(() => String, {
    nullable: true,
    description:
      'Bytes that may be used, in digits: rules of alerts look at how much of it is. Left out, there is none.',
  })
  readonly limitBytes?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Bytes that cost nothing more, in digits: the price is that of each byte beyond. Left out, none.',
  })
  readonly includedBytes?: string | null;

  @Field(() => Float, { nullable: true, description: 'Price of 1,000,000,000 bytes beyond what is included.' })
  readonly pricePerGb?: number | null;

  @Field(() => String, { nullable: true, description: 'Code of ISO 4217, such as `EUR`; needed with a price.' })
  readonly currency?: string | null;
}

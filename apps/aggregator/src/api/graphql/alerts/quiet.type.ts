import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { UNLESS_NAMED } from '../access/author.js';
import { DateTime } from '../scalars.js';
import { FilterInput } from '../types/filter.input.js';
import { Label } from '../types/label.type.js';
import { AlertSeverityEnum, WeekdayEnum } from './alert.enums.js';
import { FilterJson } from './json.scalars.js';
import { FieldRefusalType, REFUSALS } from './refusal.type.js';
import { RuleLabelInput } from './rule.input.js';

const CLOCK = 'a time of day from 00:00 to 23:59';

/** Which alerts are meant. */
@ObjectType('AlertMatcher', {
  description: 'Which alerts are meant. All that is given must hold; what is empty holds for all.',
})
export class MatcherType {
  @Field(() => [ID], { description: 'Of these rules.' })
  readonly rules: readonly string[];

  @Field(() => [AlertSeverityEnum], { description: 'Of these severities.' })
  readonly severities: readonly string[];

  @Field(() => [Label], { description: 'Of rules with all of these labels.' })
  readonly labels: readonly Label[];

  @Field(() => FilterJson, { description: 'Of what passes this filter.' })
  readonly scope: object;
}

@InputType('AlertMatcherInput', {
  description: 'Which alerts are meant. All that is given must hold; what is left out holds for all.',
})
export class MatcherInput {
  @Field(() => [ID], { nullable: true, description: 'Of these rules.' })
  readonly rules?: string[] | null;

  @Field(() => [AlertSeverityEnum], { nullable: true, description: 'Of these severities.' })
  readonly severities?: string[] | null;

  @Field(() => [RuleLabelInput], { nullable: true, description: 'Of rules with all of these labels.' })
  readonly labels?: RuleLabelInput[] | null;

  @Field(() => FilterInput, { nullable: true, description: 'Of what passes this filter.' })
  readonly scope?: FilterInput | null;
}

@ObjectType('AlertSilence', { description: 'A time of quiet that somebody asked for, once.' })
export class SilenceType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => MatcherType, { description: 'Which alerts it keeps quiet.' })
  readonly matcher: MatcherType;

  @Field(() => DateTime, { description: 'From when on.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'Until when.' })
  readonly until: Date;

  @Field(() => String, { description: 'Who asked for it.' })
  readonly by: string;

  @Field(() => String, { description: 'Why.' })
  readonly comment: string;

  @Field(() => Boolean, { description: 'Whether it keeps quiet now: it has begun, and is not over.' })
  readonly isActive: boolean;
}

@InputType('AlertSilenceInput', { description: 'A time of quiet.' })
export class SilenceInput extends MatcherInput {
  @Field(() => ID, { nullable: true, description: 'That is changed; left out, a new one.' })
  readonly id?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'From when on; left out, from now on.' })
  readonly from?: Date | null;

  @Field(() => DateTime, { description: 'Until when, 90 days later at most.' })
  readonly until: Date;

  @Field(() => String, { nullable: true, defaultValue: 'somebody', description: `Who asks for it. ${UNLESS_NAMED}` })
  readonly by?: string | null;

  @Field(() => String, { description: 'Why; 1 to 1,000 characters.' })
  readonly comment: string;
}

@ObjectType('AlertSilenceResult', { description: 'A silence that was set, or what is wrong with it.' })
export class SilenceResult {
  @Field(() => SilenceType, { nullable: true, description: 'The silence; null where it was not set.' })
  readonly silence: SilenceType | null;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

@ObjectType('MaintenanceTime', { description: 'One time of a maintenance window.' })
export class MaintenanceTimeType {
  @Field(() => DateTime, { description: 'From when on.' })
  readonly from: Date;

  @Field(() => DateTime, { description: 'Until when.' })
  readonly until: Date;
}

/** A time of quiet that comes again; its next times are resolved in quiet.resolver.ts. */
@ObjectType('MaintenanceWindow', {
  description: 'A time of quiet that comes again and again, by the clocks of a place.',
})
export class MaintenanceWindowType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => String, { description: 'Its name.' })
  readonly name: string;

  @Field(() => MatcherType, { description: 'Which alerts it keeps quiet.' })
  readonly matcher: MatcherType;

  @Field(() => String, { description: 'By the clocks of which place: a name of the IANA database.' })
  readonly timeZone: string;

  @Field(() => String, { description: `From when on: ${CLOCK}.` })
  readonly from: string;

  @Field(() => String, { description: `Until when: ${CLOCK}; of the next day where it is not after \`from\`.` })
  readonly to: string;

  @Field(() => [WeekdayEnum], { description: 'Days on which it begins; none = every day.' })
  readonly weekdays: readonly string[];

  @Field(() => [Int], { description: 'Days of the month on which it begins, 1 to 31; none = any.' })
  readonly daysOfMonth: readonly number[];

  @Field(() => Int, {
    nullable: true,
    description: 'The how-manyth of its weekdays in a month, 1 to 5, and -1 for the last; null = each.',
  })
  readonly weekOfMonth: number | null;

  @Field(() => Boolean, { description: 'Whether it keeps quiet now.' })
  readonly isQuietNow: boolean;
}

@InputType('MaintenanceWindowInput', { description: 'A time of quiet that comes again and again.' })
export class MaintenanceWindowInput extends MatcherInput {
  @Field(() => ID, { nullable: true, description: 'That is changed; left out, a new one.' })
  readonly id?: string | null;

  @Field(() => String, { description: '1 to 120 characters.' })
  readonly name: string;

  @Field(() => String, {
    nullable: true,
    defaultValue: 'UTC',
    description: 'By the clocks of which place: a name of the IANA database, such as `Europe/Berlin`.',
  })
  readonly timeZone?: string | null;

  @Field(() => String, { description: `From when on: ${CLOCK}.` })
  readonly from: string;

  @Field(() => String, { description: `Until when: ${CLOCK}; of the next day where it is not after \`from\`.` })
  readonly to: string;

  @Field(() => [WeekdayEnum], { nullable: true, description: 'Days on which it begins; left out, every day.' })
  readonly weekdays?: string[] | null;

  @Field(() => [Int], { nullable: true, description: 'Days of the month on which it begins, 1 to 31; left out, any.' })
  readonly daysOfMonth?: number[] | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The how-manyth of its weekdays in a month, 1 to 5, and -1 for the last; left out, each.',
  })
  readonly weekOfMonth?: number | null;
}

@ObjectType('MaintenanceWindowResult', {
  description: 'A maintenance window that was saved, or what is wrong with it.',
})
export class MaintenanceWindowResult {
  @Field(() => MaintenanceWindowType, { nullable: true, description: 'The window; null where it was not saved.' })
  readonly window: MaintenanceWindowType | null;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../scalars.js';
import { connectionType } from '../types/page.type.js';
import { AlertSeverityEnum, ChannelKindEnum, DeliveryStateEnum } from './alert.enums.js';
import { ChannelSettings } from './json.scalars.js';
import { FieldRefusalType, REFUSALS } from './refusal.type.js';

@ObjectType('ChannelPace', { description: 'How a channel is written to.' })
export class PaceType {
  @Field(() => Int, { description: 'At most how many messages a minute; what is more is told together.' })
  readonly mostPerMinute: number;

  @Field(() => Int, { description: 'One message in so many seconds: a digest; 0 = none.' })
  readonly digestSeconds: number;

  @Field(() => Int, {
    nullable: true,
    description: 'After how many seconds what nobody takes care of is told again; null = never.',
  })
  readonly remindSeconds: number | null;
}

@InputType('ChannelPaceInput', { description: 'How a channel is written to.' })
export class PaceInput {
  @Field(() => Int, {
    nullable: true,
    defaultValue: 10,
    description: 'At most how many messages a minute, 1 to 60; what is more is told together.',
  })
  readonly mostPerMinute?: number | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 0,
    description: 'One message in so many seconds, a day at most: a digest; 0 = none.',
  })
  readonly digestSeconds?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'After how many seconds, 300 at least, what nobody takes care of is told again; left out, never.',
  })
  readonly remindSeconds?: number | null;
}

@ObjectType('ChannelFailure', { description: 'What went wrong when a channel was written to last.' })
export class ChannelFailureType {
  @Field(() => DateTime, { description: 'When.' })
  readonly at: Date;

  @Field(() => String, { description: 'The setting that is to be looked at.' })
  readonly field: string;

  @Field(() => String, { description: 'What is wrong with it.' })
  readonly reason: string;
}

/** A way to tell people of alerts; no secret is in it. */
@ObjectType('Channel', { description: 'A way to tell people of alerts.' })
export class ChannelType {
  @Field(() => String, { description: 'Its name, by which rules mean it.' })
  readonly name: string;

  @Field(() => ChannelKindEnum, { description: 'By what it sends.' })
  readonly kind: string;

  @Field(() => ChannelSettings, { description: 'Its settings, without the secret ones.' })
  readonly settings: object;

  @Field(() => [String], { description: 'Names of the secret settings that are set; what they are is never answered.' })
  readonly secretsSet: readonly string[];

  @Field(() => Boolean, { description: 'Whether it is told of the alerts of all rules that name no channel.' })
  readonly takesAll: boolean;

  @Field(() => Boolean, { description: 'Whether it is written to.' })
  readonly isEnabled: boolean;

  @Field(() => PaceType, { description: 'How it is written to.' })
  readonly pace: PaceType;

  @Field(() => DateTime, { description: 'When it was changed last.' })
  readonly updatedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it had a message last; null where it never did.' })
  readonly lastSentAt: Date | null;

  @Field(() => ChannelFailureType, {
    nullable: true,
    description: 'What went wrong since then; null where nothing did.',
  })
  readonly lastFailure: ChannelFailureType | null;

  @Field(() => Int, { description: 'How many messages wait to be sent to it.' })
  readonly waitingCount: number;
}

@InputType('ChannelInput', { description: 'A way to tell people of alerts.' })
export class ChannelInput {
  @Field(() => String, {
    description: '1 to 120 characters. A channel of this name is changed, else a new one is made.',
  })
  readonly name: string;

  @Field(() => ChannelKindEnum, { description: 'By what it sends.' })
  readonly kind: string;

  @Field(() => ChannelSettings, {
    description: 'All its settings. A secret one that is left out stays as it is; null takes it away.',
  })
  readonly settings: object;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: 'Whether it is told of the alerts of all rules that name no channel.',
  })
  readonly takesAll?: boolean | null;

  @Field(() => Boolean, { nullable: true, defaultValue: true, description: 'Whether it is written to.' })
  readonly isEnabled?: boolean | null;

  @Field(() => PaceInput, { nullable: true, description: 'How it is written to; left out, as is usual.' })
  readonly pace?: PaceInput | null;
}

@ObjectType('ChannelResult', { description: 'A channel that was saved, or what is wrong with it.' })
export class ChannelResult {
  @Field(() => ChannelType, { nullable: true, description: 'The channel; null where it was not saved.' })
  readonly channel: ChannelType | null;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

@ObjectType('ChannelTest', { description: 'What came of a message that only shows that a channel works.' })
export class ChannelTestType {
  @Field(() => Boolean, { description: 'Whether the other side has it.' })
  readonly isSent: boolean;

  @Field(() => String, { nullable: true, description: 'What the other side answered; null where it was not sent.' })
  readonly answer: string | null;

  @Field(() => String, { nullable: true, description: 'The first setting at fault; null where it was sent.' })
  readonly field: string | null;

  @Field(() => String, { nullable: true, description: 'What is wrong with it and what to do; null where it was sent.' })
  readonly reason: string | null;

  @Field(() => [FieldRefusalType], { description: 'All settings at fault; empty where it was sent.' })
  readonly refusals: readonly FieldRefusalType[];
}

@ObjectType('ChannelSetting', { description: 'A setting of a kind of channel.' })
export class ChannelSettingType {
  @Field(() => String, { description: 'Its name.' })
  readonly name: string;

  @Field(() => String, { description: 'What it is, for people.' })
  readonly title: string;

  @Field(() => Boolean, { description: 'Whether it is a secret: sealed where it is kept, and never answered.' })
  readonly isSecret: boolean;

  @Field(() => Boolean, { description: 'Whether it must be given.' })
  readonly isNeeded: boolean;

  @Field(() => Boolean, { description: 'Whether it is a list of texts.' })
  readonly isList: boolean;

  @Field(() => Boolean, { description: 'Whether it is text of several lines, such as a certificate.' })
  readonly isLong: boolean;

  @Field(() => Boolean, { description: 'Whether it is a whole number.' })
  readonly isNumber: boolean;

  @Field(() => [String], { description: 'What it may be; empty where it may be anything.' })
  readonly choices: readonly string[];

  @Field(() => String, { nullable: true, description: 'What it is where it is left out; null where that is nothing.' })
  readonly usual: string | null;

  @Field(() => String, { nullable: true, description: 'Such as this; null where no example helps.' })
  readonly example: string | null;
}

@ObjectType('ChannelKindInfo', { description: 'A kind of channel, and what it is set by.' })
export class ChannelKindType {
  @Field(() => ChannelKindEnum, { description: 'The kind.' })
  readonly kind: string;

  @Field(() => String, { description: 'What people call it.' })
  readonly title: string;

  @Field(() => [ChannelSettingType], { description: 'Its settings, in the order of a form.' })
  readonly settings: readonly ChannelSettingType[];
}

@ObjectType('Delivery', { description: 'A message to a channel, and what became of it.' })
export class DeliveryType {
  @Field(() => ID, { description: 'Its id; the same however often it is tried.' })
  readonly id: string;

  @Field(() => String, { description: 'Name of the channel.' })
  readonly channel: string;

  @Field(() => String, { description: 'Its first line.' })
  readonly title: string;

  @Field(() => AlertSeverityEnum, { description: 'The worst that it tells of.' })
  readonly severity: string;

  @Field(() => DeliveryStateEnum, { description: 'What became of it.' })
  readonly state: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  readonly madeAt: Date;

  @Field(() => Int, { description: 'How often it was tried.' })
  readonly tries: number;

  @Field(() => DateTime, { nullable: true, description: 'When it is tried next; null where it is not.' })
  readonly nextTryAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the other side had it; null where it does not.' })
  readonly sentAt: Date | null;

  @Field(() => String, { nullable: true, description: 'What the other side answered; null where it does not have it.' })
  readonly answer: string | null;

  @Field(() => String, { nullable: true, description: 'The setting at fault at the last try that failed.' })
  readonly failedField: string | null;

  @Field(() => String, { nullable: true, description: 'What was wrong with it.' })
  readonly failedReason: string | null;
}

export const DeliveryConnection = connectionType(DeliveryType, 'Delivery', 'messages');

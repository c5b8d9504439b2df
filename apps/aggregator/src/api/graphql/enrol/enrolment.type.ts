import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { FieldRefusalType, REFUSALS } from '../alerts/refusal.type.js';
import { DateTime } from '../scalars.js';
import { HostLabelInput } from '../types/host-label.type.js';
import { Label } from '../types/label.type.js';

/** Whether a host may send. */
export const EnrolmentStateEnum = { ACTIVE: 'active', EXPIRED: 'expired', REVOKED: 'revoked' } as const;
export type EnrolmentState = (typeof EnrolmentStateEnum)[keyof typeof EnrolmentStateEnum];

registerEnumType(EnrolmentStateEnum, {
  name: 'EnrolmentState',
  description: 'Whether a host may send.',
  valuesMap: {
    ACTIVE: { description: 'It has credentials.' },
    EXPIRED: { description: 'It did not renew its credentials in time: a new join token lets it in again.' },
    REVOKED: { description: 'Its credentials were taken back: only a join token made since lets it in again.' },
  },
});

@ObjectType('Enrolment', { description: 'A host that joined by a join token, or by a service account.' })
export class EnrolmentType {
  @Field(() => ID, { description: 'Id of the host.' })
  readonly hostId: string;

  @Field(() => String, { nullable: true, description: 'Its name; as it called itself where it has sent nothing yet.' })
  readonly hostName: string | null;

  @Field(() => String, { description: 'The public key that its agent is known by: an nkey.' })
  readonly publicKey: string;

  @Field(() => DateTime, { description: 'When it joined.' })
  readonly enrolledAt: Date;

  @Field(() => DateTime, { description: 'When it had new credentials last.' })
  readonly renewedAt: Date;

  @Field(() => DateTime, {
    description: 'Until when these hold. Its agent renews them when a third of that time is left.',
  })
  readonly expiresAt: Date;

  @Field(() => String, { description: 'Who made the join token, or the service account that stood for one.' })
  readonly by: string;

  @Field(() => EnrolmentStateEnum, { description: 'Whether it may send.' })
  readonly state: EnrolmentState;
}

@ObjectType('JoinToken', { description: 'What lets hosts join, without its secret.' })
export class JoinTokenType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => DateTime, { description: 'When it was made.' })
  readonly createdAt: Date;

  @Field(() => String, { description: 'Who made it.' })
  readonly createdBy: string;

  @Field(() => DateTime, { description: 'Until when it lets hosts join.' })
  readonly expiresAt: Date;

  @Field(() => Int, { description: 'How many hosts may join by it yet.' })
  readonly usesLeft: number;

  @Field(() => [Label], { description: 'What hosts are labelled with that join by it.' })
  readonly labels: readonly Label[];
}

@InputType('JoinTokenInput', { description: 'What lets hosts join.' })
export class JoinTokenInput {
  @Field(() => Int, {
    nullable: true,
    defaultValue: 60,
    description: 'For how many minutes hosts may join by it, a week at most.',
  })
  readonly validMinutes?: number | null;

  @Field(() => Int, { nullable: true, defaultValue: 1, description: 'How many hosts may join by it, 10,000 at most.' })
  readonly uses?: number | null;

  @Field(() => [HostLabelInput], { nullable: true, description: 'What these are to be labelled with.' })
  readonly labels?: readonly HostLabelInput[] | null;
}

@ObjectType('JoinCommand', { description: 'A line that makes a host join when it is run there.' })
export class JoinCommandType {
  @Field(() => String, { description: 'How the agent runs: `Docker`, …' })
  readonly way: string;

  @Field(() => String, { description: 'The line, for a POSIX shell. It holds the secret.' })
  readonly command: string;
}

@ObjectType('JoinTokenResult', { description: 'A join token that was made, or what is wrong with what was asked for.' })
export class JoinTokenResult {
  @Field(() => JoinTokenType, { nullable: true, description: 'The token; null where it was not made.' })
  readonly joinToken: JoinTokenType | null;

  @Field(() => String, { nullable: true, description: 'Its secret. It is told this once, and not kept.' })
  readonly secret: string | null;

  @Field(() => [JoinCommandType], { description: 'What to run on a host that is to join, one way or another.' })
  readonly commands: readonly JoinCommandType[];

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { FieldRefusalType, REFUSALS } from '../alerts/refusal.type.js';
import { DateTime } from '../scalars.js';
import { CallerKindEnum, RoleEnum, SignInWayEnum } from './access.enums.js';
import { HostScopeInput, HostScopeType } from './scope.type.js';

const SCOPE = { nullable: true, description: 'Which hosts are seen; null = all.' } as const;

@ObjectType('Me', { description: 'Who asks.' })
export class MeType {
  @Field(() => String, { description: 'The name; `local` or `anonymous` of who has none.' })
  readonly name: string;

  @Field(() => CallerKindEnum, { description: 'By what they are let in.' })
  readonly kind: string;

  @Field(() => RoleEnum, { description: 'What they may do.' })
  readonly role: string;

  @Field(() => HostScopeType, SCOPE)
  readonly scope: HostScopeType | null;

  @Field(() => ID, { nullable: true, description: 'Id of the user; null of who has no account.' })
  readonly accountId: string | null;

  @Field(() => Boolean, { description: 'Whether they sign in by a password that weir keeps, and can change it.' })
  readonly hasPassword: boolean;
}

@ObjectType('User', { description: 'Somebody who may sign in.' })
export class UserType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => String, { description: 'The name, unique in whatever case.' })
  readonly name: string;

  @Field(() => RoleEnum, { description: 'What they may do.' })
  readonly role: string;

  @Field(() => HostScopeType, SCOPE)
  readonly scope: HostScopeType | null;

  @Field(() => Boolean, { description: 'Whether they may not sign in for now; their tokens do not hold either.' })
  readonly isDisabled: boolean;

  @Field(() => SignInWayEnum, { description: 'How they sign in.' })
  readonly signsInBy: string;

  @Field(() => DateTime, { description: 'Since when there is this user.' })
  readonly createdAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When they, or a token of theirs, were last seen, to the minute; null = never.',
  })
  readonly lastSeenAt: Date | null;
}

@InputType('CreateUserInput', { description: 'A new user who signs in by a password.' })
export class CreateUserInput {
  @Field(() => String, { description: '1 to 120 characters; unique in whatever case.' })
  readonly name: string;

  @Field(() => String, { description: '12 characters or more.' })
  readonly password: string;

  @Field(() => RoleEnum, { description: 'What they may do.' })
  readonly role: 'viewer' | 'operator' | 'admin';

  @Field(() => HostScopeInput, { nullable: true, description: 'Which hosts they see; left out, all.' })
  readonly scope?: HostScopeInput | null;
}

@InputType('SetUserInput', { description: 'What changes of a user; what is left out stays.' })
export class SetUserInput {
  @Field(() => RoleEnum, { nullable: true, description: 'What they may do.' })
  readonly role?: 'viewer' | 'operator' | 'admin' | null;

  @Field(() => HostScopeInput, { nullable: true, description: 'Which hosts they see; null = all.' })
  readonly scope?: HostScopeInput | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether they may not sign in for now; their sessions end.' })
  readonly isDisabled?: boolean | null;

  @Field(() => String, { nullable: true, description: 'A new password of 12 characters or more; their sessions end.' })
  readonly password?: string | null;
}

@ObjectType('UserResult', { description: 'A user that was changed, or what is wrong with the form.' })
export class UserResult {
  @Field(() => UserType, { nullable: true, description: 'The user; null where nothing was done.' })
  readonly user: UserType | null;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

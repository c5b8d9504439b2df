import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import { FieldRefusalType, REFUSALS } from '../alerts/refusal.type.js';
import { DateTime } from '../scalars.js';
import { RoleEnum } from './access.enums.js';
import { HostScopeInput, HostScopeType } from './scope.type.js';

@ObjectType('ApiToken', { description: 'What a program shows to be let in. Its secret is told once, when it is made.' })
export class ApiTokenType {
  @Field(() => ID, { description: 'Its id.' })
  readonly id: string;

  @Field(() => String, { description: 'What it is for.' })
  readonly name: string;

  @Field(() => String, { description: 'Whose it is; `local` of one that was made without an account.' })
  readonly ownerName: string;

  @Field(() => RoleEnum, { description: 'What it may do, if its owner may it too.' })
  readonly role: string;

  @Field(() => HostScopeType, {
    nullable: true,
    description: 'Which hosts it sees, as far as its owner sees them; null = all of these.',
  })
  readonly scope: HostScopeType | null;

  @Field(() => DateTime, { description: 'When it was made.' })
  readonly createdAt: Date;

  @Field(() => DateTime, { description: 'Until when it holds. It is listed for 30 days more.' })
  readonly expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was last used, to the minute; null = never.' })
  readonly lastUsedAt: Date | null;
}

@InputType('CreateTokenInput', { description: 'A new token, of who asks.' })
export class CreateTokenInput {
  @Field(() => String, { description: 'What it is for; 1 to 120 characters.' })
  readonly name: string;

  @Field(() => RoleEnum, { description: 'What it may do; not more than you.' })
  readonly role: 'viewer' | 'operator' | 'admin';

  @Field(() => HostScopeInput, { nullable: true, description: 'Which hosts it sees of those you see; left out, all.' })
  readonly scope?: HostScopeInput | null;

  @Field(() => DateTime, { description: 'Until when it holds; at most 366 days.' })
  readonly expiresAt: Date;
}

@ObjectType('CreateTokenResult', { description: 'A token that was made, or what is wrong with the form.' })
export class CreateTokenResult {
  @Field(() => ApiTokenType, { nullable: true, description: 'The token; null where none was made.' })
  readonly token: ApiTokenType | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to send, as `Authorization: Bearer weir_…`. It is told now and never again.',
  })
  readonly secret: string | null;

  @Field(() => [FieldRefusalType], REFUSALS)
  readonly refusals: readonly FieldRefusalType[];
}

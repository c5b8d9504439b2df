import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { isUuid } from '@weir/model';
import { Accounts, type Changed } from '../../../access/accounts.js';
import type { Caller } from '../../../access/caller.js';
import type { HostScope } from '../../../query/scope/host-scope.js';
import type { AccountRow } from '../../../store/access/accounts.js';
import { meOf } from '../../sign-in/me.js';
import { scopeOf } from './scope.type.js';
import { CreateUserInput, MeType, SetUserInput, UserResult, UserType } from './user.type.js';

const ID_OF_USER = { type: () => ID, description: 'Id of the user.' };
/** Else whoever finds a browser open could make it theirs. */
const OWN_PASSWORD: UserResult = {
  user: null,
  refusals: [{ field: 'password', reason: 'is your own: change it by changePassword, with the one of now' }],
};
const UNKNOWN: UserResult = { user: null, refusals: [{ field: 'id', reason: 'is that of no user' }] };
/** Else who took one could make an admin, or take one's place, who is there when the token has long been revoked. */
const refusedToTokens = (field: string): UserResult => ({
  user: null,
  refusals: [{ field, reason: 'is given by a token, which makes, changes and removes no users: sign in to do so' }],
});

@Resolver()
export class UserResolver {
  constructor(private readonly accounts: Accounts) {}

  @Query(() => MeType, { description: 'Who asks.' })
  me(@Context('caller') caller: Caller): Promise<MeType> {
    return meOf(caller, this.accounts);
  }

  @Query(() => [UserType], { description: 'Who may sign in, by name. For admins.' })
  async users(): Promise<UserType[]> {
    return (await this.accounts.list()).map(asUser);
  }

  @Mutation(() => UserResult, {
    description: 'Makes a user who signs in by a password. Not by a token: it is revoked, and users stay.',
  })
  async createUser(
    @Args('input', { description: 'The user.' }) { name, password, role, scope }: CreateUserInput,
    @Context('caller') caller: Caller,
  ): Promise<UserResult> {
    if (caller.kind === 'token') return refusedToTokens('name');
    return asResult(await this.accounts.create(name, password.normalize('NFC'), role, scopeOf(scope)));
  }

  @Mutation(() => UserResult, {
    description: 'Changes a user. There is always an admin who may sign in. Not by a token.',
  })
  async setUser(
    @Args('id', ID_OF_USER) id: string,
    @Args('input', { description: 'What changes.' }) input: SetUserInput,
    @Context('caller') caller: Caller,
  ): Promise<UserResult> {
    if (caller.kind === 'token') return refusedToTokens('id');
    if (!isUuid(id)) return UNKNOWN;
    const { role, scope, isDisabled, password } = input;
    if (password != null && id === caller.accountId) return OWN_PASSWORD;
    return asResult(
      await this.accounts.set(id, {
        ...(role != null && { role }),
        ...(scope !== undefined && { scope: scopeOf(scope) }),
        ...(isDisabled != null && { isDisabled }),
        ...(password != null && { password: password.normalize('NFC') }),
      }),
    );
  }

  @Mutation(() => UserResult, {
    description: 'Deletes a user with all sessions and tokens; answers it as it was. Not by a token.',
  })
  async removeUser(@Args('id', ID_OF_USER) id: string, @Context('caller') caller: Caller): Promise<UserResult> {
    if (caller.kind === 'token') return refusedToTokens('id');
    return isUuid(id) ? asResult(await this.accounts.remove(id)) : UNKNOWN;
  }

  @Mutation(() => UserResult, { description: 'Sets your own password; you stay signed in here, and nowhere else.' })
  async changePassword(
    @Args('current', { description: 'The password of now.' }) current: string,
    @Args('next', { description: 'The next one, of 12 characters or more.' }) next: string,
    @Context('caller') caller: Caller,
    @Context('address') address: string,
  ): Promise<UserResult> {
    return asResult(
      await this.accounts.changePassword(caller, current.normalize('NFC'), next.normalize('NFC'), address),
    );
  }
}

function asResult(changed: Changed): UserResult {
  return changed.ok ? { user: asUser(changed.account), refusals: [] } : { user: null, refusals: changed.refusals };
}

function asUser({ hasPassword, scope, ...account }: AccountRow): UserType {
  return { ...account, scope: scope as HostScope | null, signsInBy: hasPassword ? 'password' : 'oidc' };
}

import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { isUuid } from '@weir/model';
import { type Caller, hasRole } from '../../../access/caller.js';
import { Tokens } from '../../../access/tokens.js';
import type { HostScope } from '../../../query/scope/host-scope.js';
import type { TokenRow } from '../../../store/access/tokens.js';
import { badUserInput } from '../errors.js';
import { OF_ALL, refuseUnlessAdmin } from './of-all.js';
import { scopeOf } from './scope.type.js';
import { ApiTokenType, CreateTokenInput, CreateTokenResult } from './token.type.js';

@Resolver()
export class TokenResolver {
  constructor(private readonly tokens: Tokens) {}

  @Query(() => [ApiTokenType], { name: 'tokens', description: 'Your API tokens, the newest first.' })
  async list(@Args('ofAll', OF_ALL) ofAll: boolean | null, @Context('caller') caller: Caller): Promise<ApiTokenType[]> {
    if (ofAll) refuseUnlessAdmin(caller, 'tokens(ofAll: true)');
    if (!ofAll && caller.kind === 'anonymous') return [];
    const tokens = (await this.tokens.list(ofAll ? 'all' : caller)).map(asToken);
    // Others of its account may be more than it is, and name hosts that it does not see.
    return ofAll || caller.kind !== 'token' ? tokens : tokens.filter(({ id }) => id === caller.credentialId);
  }

  @Mutation(() => CreateTokenResult, {
    description: 'Makes a token of yours. Its secret is in the answer, and nowhere else.',
  })
  async createToken(
    @Args('input', { description: 'The token.' }) { name, role, scope, expiresAt }: CreateTokenInput,
    @Context('caller') caller: Caller,
  ): Promise<CreateTokenResult> {
    const made = await this.tokens.create(caller, { name, role, scope: scopeOf(scope), expiresAt });
    if (!made.ok) return { token: null, secret: null, refusals: made.refusals };
    return { token: asToken(made.token), secret: made.secret, refusals: [] };
  }

  @Mutation(() => ID, {
    description:
      'Revokes a token, of yours or, as an admin, of anybody; a token revokes itself alone. What is open by it is closed within 3 seconds. Answers its id.',
  })
  async revokeToken(
    @Args('id', { type: () => ID, description: 'Id of the token.' }) id: string,
    @Context('caller') caller: Caller,
  ): Promise<string> {
    // Else who took one could take its owner's others apart.
    const mayRevoke = caller.kind === 'token' ? id === caller.credentialId : caller.kind !== 'anonymous';
    const owner = hasRole(caller, 'admin') ? 'all' : caller;
    const name = mayRevoke && isUuid(id) ? await this.tokens.revoke(id, owner) : null;
    if (name === null) throw badUserInput({ field: 'id', reason: 'is that of no token of yours' });
    return id;
  }
}

function asToken({ scope, ...token }: TokenRow): ApiTokenType {
  return { ...token, scope: scope as HostScope | null };
}

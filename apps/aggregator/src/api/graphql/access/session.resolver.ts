import { Args, Context, ID, Mutation, Query, Resolver } from '@nestjs/graphql';
import { isUuid } from '@weir/model';
import { type Caller, hasRole } from '../../../access/caller.js';
import { Sessions } from '../../../access/sessions.js';
import { badUserInput } from '../errors.js';
import { OF_ALL, refuseUnlessAdmin } from './of-all.js';
import { SessionType } from './session.type.js';

@Resolver()
export class SessionResolver {
  constructor(private readonly sessions: Sessions) {}

  @Query(() => [SessionType], { name: 'sessions', description: 'Where you are signed in, that used last first.' })
  async list(@Args('ofAll', OF_ALL) ofAll: boolean | null, @Context('caller') caller: Caller): Promise<SessionType[]> {
    if (ofAll) refuseUnlessAdmin(caller, 'sessions(ofAll: true)');
    // Where its owner signs in from is no token's concern.
    if (!ofAll && (caller.kind === 'token' || caller.accountId === null)) return [];
    const rows = await this.sessions.list(ofAll ? null : caller.accountId);
    return rows.map((row) => ({ ...row, isThis: row.id === caller.credentialId }));
  }

  @Mutation(() => ID, {
    description:
      'Ends a session, of yours or, as an admin, of anybody; a token ends none. What is open by it is closed within 3 seconds. Answers its id.',
  })
  async endSession(
    @Args('id', { type: () => ID, description: 'Id of the session.' }) id: string,
    @Context('caller') caller: Caller,
  ): Promise<string> {
    const isAdmin = hasRole(caller, 'admin');
    const mayEnd = isUuid(id) && caller.kind !== 'token' && (isAdmin || caller.accountId !== null);
    const name = mayEnd ? await this.sessions.end(id, isAdmin ? null : caller.accountId) : null;
    if (name === null) throw badUserInput({ field: 'id', reason: 'is that of no session of yours' });
    return id;
  }
}

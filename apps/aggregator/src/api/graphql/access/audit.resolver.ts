import { Args, Query, Resolver } from '@nestjs/graphql';
import { AuditRepository, type ListedAudit } from '../../../query/audit.js';
import { accepted } from '../errors.js';
import { AFTER, FIRST, pageOf } from '../page-args.js';
import { type Connection, connectionOf } from '../types/page.type.js';
import { AuditOutcomeEnum } from './access.enums.js';
import { AuditConnection } from './audit.type.js';

const NEWEST_FIRST = { by: 'at', direction: 'descending' } as const;
const MOST_AT_FIRST = 100;
const EQUAL = { type: () => String, nullable: true } as const;

@Resolver()
export class AuditResolver {
  constructor(private readonly repository: AuditRepository) {}

  @Query(() => AuditConnection, { description: 'What was done and what was denied, the newest first. For admins.' })
  audit(
    @Args('first', { ...FIRST, defaultValue: MOST_AT_FIRST }) first: number | null,
    @Args('after', AFTER) after: string | null,
    @Args('actor', { ...EQUAL, description: 'Only of who had this name.' }) actor: string | null,
    @Args('action', { ...EQUAL, description: 'Only what is called so.' }) action: string | null,
    @Args('outcome', { type: () => AuditOutcomeEnum, nullable: true, description: 'Only what came to this.' })
    outcome: string | null,
  ): Connection<ListedAudit> {
    const asked = { filter: {}, actor: actor ?? null, action: action ?? null, outcome: outcome ?? null };
    return connectionOf(
      accepted(this.repository.list(asked, pageOf(NEWEST_FIRST, 'at', first ?? MOST_AT_FIRST, after))),
    );
  }
}

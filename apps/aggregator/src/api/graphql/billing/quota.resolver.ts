import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { MOST_CYCLES, QuotaQuery } from '../../../billing/quota.query.js';
import { removeQuota, saveQuota } from '../../../billing/quotas.js';
import { DATABASE } from '../../../store/database.js';
import { badUserInput } from '../errors.js';
import type { Loaders } from '../loaders.js';
import { DateTime } from '../scalars.js';
import { asCycle, asDay, asQuota, asWritten, type QuotaAnswer } from './as-quota.js';
import { QuotaInput } from './quota.input.js';
import { QuotaCycleType, QuotaDayType, QuotaResult, QuotaSubjectType, QuotaType } from './quota.type.js';

const USUAL_CYCLES = 12;

@Resolver(() => QuotaType)
export class QuotaResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly query: QuotaQuery,
  ) {}

  @Query(() => [QuotaType], {
    description: 'Quotas, by name. Who sees some hosts alone is answered those that are of one of these.',
  })
  async quotas(): Promise<QuotaAnswer[]> {
    return (await this.query.all()).map(asQuota);
  }

  @Query(() => QuotaType, { nullable: true, description: 'One quota; null where there is none of this id.' })
  async quota(
    @Args('id', { type: () => ID, description: 'Id of the quota.' }) id: string,
  ): Promise<QuotaAnswer | null> {
    const found = await this.query.byId(id);
    return found && asQuota(found);
  }

  @ResolveField(() => QuotaCycleType, {
    nullable: true,
    description:
      'The cycle under way; null until it is counted for the first time, some seconds after the quota was saved.',
  })
  async current(@Parent() { answered }: QuotaAnswer): Promise<QuotaCycleType | null> {
    const cycle = await answered.current();
    return cycle && asCycle(answered.quota, cycle);
  }

  @ResolveField(() => [QuotaCycleType], {
    description: 'Cycles of which something was counted, the newest first, the one under way included.',
  })
  async cycles(
    @Parent() { answered }: QuotaAnswer,
    @Args('first', {
      type: () => Int,
      nullable: true,
      defaultValue: USUAL_CYCLES,
      description: `At most so many, 1 to ${MOST_CYCLES}.`,
    })
    first: number | null,
  ): Promise<QuotaCycleType[]> {
    const count = first ?? USUAL_CYCLES;
    if (!(count >= 1 && count <= MOST_CYCLES))
      throw badUserInput({ field: 'first', reason: `is not between 1 and ${MOST_CYCLES}` });
    return (await answered.cycles(count)).map((cycle) => asCycle(answered.quota, cycle));
  }

  @ResolveField(() => [QuotaDayType], { description: 'The days of one cycle, oldest first.' })
  async daily(
    @Parent() { answered }: QuotaAnswer,
    @Args('at', {
      type: () => DateTime,
      nullable: true,
      description: 'Of the cycle that holds this moment; left out, of the one under way.',
    })
    at: Date | null,
  ): Promise<QuotaDayType[]> {
    const days = await answered.days(at?.getTime() ?? Date.now());
    return days.map((day) => asDay(answered.quota, day));
  }

  @Mutation(() => QuotaResult, { description: 'Saves a quota: a new one, or that of the id.' })
  async saveQuota(
    @Args('id', { type: () => ID, nullable: true, description: 'That is changed; left out, a new one.' })
    id: string | null,
    @Args('input', { description: 'The quota.' }) input: QuotaInput,
  ): Promise<QuotaResult> {
    const saved = await saveQuota(this.pool, id ?? null, asWritten(input));
    if (!saved.ok) return { quota: null, refusals: saved.refusals };
    return { quota: await this.quota(saved.id), refusals: [] };
  }

  @Mutation(() => ID, { description: 'Deletes a quota, and all that was counted of it. Answers its id.' })
  async deleteQuota(@Args('id', { type: () => ID, description: 'Id of the quota.' }) id: string): Promise<string> {
    if (!(await removeQuota(this.pool, id))) throw badUserInput({ field: 'id', reason: 'is that of no quota' });
    return id;
  }
}

@Resolver(() => QuotaSubjectType)
export class QuotaSubjectResolver {
  @ResolveField(() => String, {
    nullable: true,
    description: 'Name of the host; null where it is over all hosts, or the host was forgotten.',
  })
  async hostName(@Parent() { host }: QuotaSubjectType, @Context('loaders') loaders: Loaders): Promise<string | null> {
    return host === null ? null : ((await loaders.hostByUuid.load(host))?.name ?? null);
  }
}

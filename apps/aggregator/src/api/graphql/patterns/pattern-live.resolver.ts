import { Inject } from '@nestjs/common';
import { Args, Field, ID, Mutation, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { PatternFeed } from '../../../live/pattern.feed.js';
import { refusalOfFilter } from '../../../query/filter.js';
import { type PatternRow, type PatternVerdict, refusalOfPatterns } from '../../../query/patterns/pattern.js';
import { PatternRepository } from '../../../query/patterns/patterns.js';
import { DATABASE } from '../../../store/database.js';
import { writeFeedback } from '../../../store/patterns/feedback.js';
import { takeBackFeedback } from '../../../store/patterns/take-back-feedback.js';
import { badUserInput, refuseIf } from '../errors.js';
import { DateTime } from '../scalars.js';
import { asPatternsAsked, WatchedPatternsArgs } from './pattern.args.js';
import { PatternVerdictEnum } from './pattern.enums.js';
import { PatternType } from './pattern.type.js';
import { MAX_WATCHED_PATTERNS, type PatternNews, PatternWatch } from './pattern-watch.js';

/** Something about a pattern. */
@ObjectType('PatternNews', { description: 'A pattern that is new, known better, over, taken back, or no more.' })
class PatternNewsType {
  @Field(() => ID, { description: 'Id of the pattern.' })
  readonly id: string;

  @Field(() => PatternType, {
    nullable: true,
    description:
      'As it is now; null where it is not among those that are watched: what a list shows of it is to be taken away.',
  })
  readonly pattern: PatternRow | null;
}

@Resolver()
export class PatternLiveResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly repository: PatternRepository,
    private readonly watch: PatternWatch,
    private readonly feed: PatternFeed,
  ) {}

  @Subscription(() => PatternNewsType, {
    description: 'Patterns as they are found, and as they change: a moment after the analysis told of them.',
    resolve: (news: PatternNews): PatternNews => news,
  })
  patternsChanged(@Args() args: WatchedPatternsArgs): AsyncIterableIterator<PatternNews> {
    const asked = asPatternsAsked(args);
    refuseIf(refusalOfPatterns(asked) ?? refusalOfFilter(asked.filter));
    const news = this.watch.subscribe(asked);
    if (news) return news;
    const reason = `is the ${MAX_WATCHED_PATTERNS + 1}th that patterns are watched by at a time: end some, or watch what others do`;
    throw badUserInput({ field: 'filter', reason });
  }

  @Mutation(() => PatternType, {
    description:
      'Says what a pattern is worth; it holds for all to come of its class on its entity. Answers the pattern.',
  })
  async patternFeedback(
    @Args('id', { type: () => ID, description: 'Id of the pattern.' }) id: string,
    @Args('verdict', {
      type: () => PatternVerdictEnum,
      nullable: true,
      description: 'What it is; null takes back what was said of this class on this entity.',
    })
    verdict: PatternVerdict | null,
    @Args('until', {
      type: () => DateTime,
      nullable: true,
      description: 'Until when it is EXPECTED, later than now; left out, for good.',
    })
    until: Date | null,
  ): Promise<PatternRow> {
    if (until && verdict !== 'expected') {
      throw badUserInput({ field: 'until', reason: 'goes with EXPECTED alone: leave it out' });
    }
    if (until && until.getTime() <= Date.now()) throw badUserInput({ field: 'until', reason: 'is not later than now' });
    await this.known(id);
    if (verdict == null) await takeBackFeedback(this.pool, Number(id));
    else await writeFeedback(this.pool, Number(id), verdict, until?.getTime() ?? null);
    this.feed.tell(id);
    return this.known(id);
  }

  private async known(id: string): Promise<PatternRow> {
    const [pattern] = await this.repository.byIds([id]);
    if (!pattern) throw badUserInput({ field: 'id', reason: 'is that of no pattern' });
    return pattern;
  }
}

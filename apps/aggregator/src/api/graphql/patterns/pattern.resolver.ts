import { Args, ID, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { AnalysisQuery } from '../../../query/patterns/analysis.query.js';
import { PatternHoursQuery } from '../../../query/patterns/hours.js';
import { entityIdOf, type PatternRow } from '../../../query/patterns/pattern.js';
import { type PatternOrder, PatternRepository } from '../../../query/patterns/patterns.js';
import { accepted } from '../errors.js';
import { AFTER, FIRST, pageOf, sortedBy } from '../page-args.js';
import { type Connection, connectionOf, type Sort } from '../types/page.type.js';
import { evidenceOf } from './evidence.js';
import { asPatternsAsked, PatternsArgs } from './pattern.args.js';
import {
  AnalysisType,
  PatternConnection,
  PatternEntityType,
  PatternEvidenceType,
  PatternHoursType,
  PatternSightingType,
  PatternSort,
  PatternType,
} from './pattern.type.js';

const NEWEST_FIRST = { by: 'started', direction: 'descending' } as const;
/** Its owners say how they keep up every few seconds. */
const HEARD_WITHIN_MS = 60_000;

@Resolver(() => PatternType)
export class PatternResolver {
  constructor(
    private readonly repository: PatternRepository,
    private readonly hours: PatternHoursQuery,
    private readonly state: AnalysisQuery,
  ) {}

  @Query(() => PatternConnection, {
    description: 'What was found in traffic: bursts, outages, floods, jobs … The newest first unless sorted otherwise.',
  })
  patterns(
    @Args() args: PatternsArgs,
    @Args('sort', sortedBy(PatternSort)) sort: Sort<PatternOrder> | null,
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
  ): Connection<PatternRow> {
    const page = pageOf(sort ?? NEWEST_FIRST, 'started', first, after);
    return connectionOf(accepted(this.repository.list(asPatternsAsked(args), page)));
  }

  @Query(() => PatternType, { nullable: true, description: 'One pattern; null where the id is unknown.' })
  async pattern(
    @Args('id', { type: () => ID, description: 'Id of the pattern.' }) id: string,
  ): Promise<PatternRow | null> {
    return (await this.repository.byIds([id]))[0] ?? null;
  }

  @Query(() => [PatternHoursType], {
    description:
      'When patterns begin: how many of each class in each hour of the week. Classes of which there is none are left out.',
  })
  async patternHours(
    @Args() args: PatternsArgs,
    @Args('timeZone', {
      type: () => String,
      nullable: true,
      defaultValue: 'UTC',
      description: 'Whose hours: a name of the IANA database, such as `Europe/Berlin`.',
    })
    timeZone: string | null,
  ): Promise<readonly PatternHoursType[]> {
    return accepted(await this.hours.read(asPatternsAsked(args), timeZone ?? 'UTC'));
  }

  @Query(() => AnalysisType, { description: 'How the analysis, which finds patterns, keeps up.' })
  async analysis(): Promise<AnalysisType> {
    const { at, lagMs, series, thinned, thinnedSince } = await this.state.read();
    return {
      ...{ at, lagMilliseconds: lagMs, seriesCount: series, thinnedCount: thinned, isThinned: thinned > 0 },
      ...{ since: thinnedSince, isRunning: at !== null && Date.now() - at.getTime() < HEARD_WITHIN_MS },
    };
  }

  @ResolveField(() => PatternEntityType, { description: 'What it is laid to.' })
  entity(@Parent() pattern: PatternRow): PatternEntityType {
    const { entityKind: kind, entityKey: key, entityName: name } = pattern;
    return { kind, id: entityIdOf(pattern, kind, key), name, ...hostOf(pattern) };
  }

  @ResolveField(() => [PatternSightingType], { description: 'Where else it showed.' })
  seenOn(@Parent() pattern: PatternRow): PatternSightingType[] {
    return pattern.seenOn.map(({ key, ...seen }) => ({
      ...seen,
      id: entityIdOf(pattern, seen.kind, key),
      ...hostOf(pattern),
    }));
  }

  @ResolveField(() => [PatternEvidenceType], { description: 'The figures that it rests on.' })
  evidence(@Parent() { evidence }: PatternRow): PatternEvidenceType[] {
    return evidenceOf(evidence);
  }
}

function hostOf({ hostUuid, hostName }: PatternRow): Pick<PatternEntityType, 'hostId' | 'hostName'> {
  return { hostId: hostUuid, hostName };
}

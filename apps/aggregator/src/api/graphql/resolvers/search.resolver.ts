import { Args, Int, Query, Resolver } from '@nestjs/graphql';
import { refusalOfNul } from '../../../query/nul.js';
import { SEARCH_KINDS, type SearchKind as Kind } from '../../../search/subject.js';
import { SearchService } from '../../../search/search.service.js';
import { UnavailableError } from '../../unavailable.js';
import { badUserInput, refuseIf } from '../errors.js';
import { MAX_HITS } from '../limits.js';
import { SearchHit, SearchKind } from '../types/search.type.js';

const DEFAULT_HITS = 20;
const LONGEST_TEXT = 200;

@Resolver()
export class SearchResolver {
  constructor(private readonly service: SearchService) {}

  @Query(() => [SearchHit], {
    description:
      'Finds hosts, containers, images, networks, stacks, services, workloads, interfaces and labels by name while it is ' +
      'typed, also where some letters are wrong; interfaces by address, MAC or network (`172.18.0`, `10.0.0.0/8`), hosts, ' +
      'containers and interfaces by id. Whole names come first, then words, beginnings, and what is nearly so; what is there ' +
      'before what went within the last day. What changed on a host is found 2 s after it is stored.',
  })
  async search(
    @Args('text', { type: () => String, description: 'At most 200 characters; all words must match.' }) text: string,
    @Args('kinds', { type: () => [SearchKind], nullable: true, description: 'Left out: all.' }) kinds: Kind[] | null,
    @Args('first', {
      type: () => Int,
      nullable: true,
      defaultValue: DEFAULT_HITS,
      description: 'The most answers, 1 to 100.',
    })
    first: number | null,
  ): Promise<SearchHit[]> {
    refuseIf(refusalOfNul('text', [text]));
    if (text.length > LONGEST_TEXT)
      throw badUserInput({ field: 'text', reason: `is longer than ${LONGEST_TEXT} characters` });
    const count = first ?? DEFAULT_HITS;
    if (count < 1 || count > MAX_HITS)
      throw badUserInput({ field: 'first', reason: `is not between 1 and ${MAX_HITS}` });
    if (!this.service.isReady) throw new UnavailableError('what can be searched for is being read');
    return this.service.search(text, new Set(kinds ?? SEARCH_KINDS), count);
  }
}

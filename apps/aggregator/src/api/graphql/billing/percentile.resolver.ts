import { Args, Query, Resolver } from '@nestjs/graphql';
import { PercentileQuery } from '../../../billing/percentile/percentile.query.js';
import { asPercentile } from '../../billing/as-percentile.js';
import { PercentileType } from '../../billing/percentile.type.js';
import { accepted } from '../errors.js';
import { asWritten, PercentileInput } from './percentile.input.js';

@Resolver()
export class PercentileResolver {
  constructor(private readonly query: PercentileQuery) {}

  @Query(() => PercentileType, { description: 'What is billed by the 95th percentile of five-minute averages.' })
  async percentile(
    @Args('input', { description: 'Whose, over which range, and what counts for it.' }) input: PercentileInput,
  ): Promise<PercentileType> {
    const answer = accepted(await this.query.answer(asWritten(input)));
    return asPercentile(answer, input.price?.currency ?? null);
  }
}

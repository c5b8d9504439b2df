import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { perCounter } from '@weir/model';
import type { Pool } from 'pg';
import { roundedRate } from '../../../query/group-bins.js';
import { readSeenHosts } from '../../../query/scope/read-seen-hosts.js';
import { ratesByName } from '../../../query/series.js';
import { READERS } from '../../../store/database.js';
import { FleetRates } from '../fleet-rates.js';
import { Rates } from '../scalars.js';

@Resolver()
export class FleetRatesResolver {
  constructor(
    private readonly fleet: FleetRates,
    @Inject(READERS) private readonly readers: Pool,
  ) {}

  @Query(() => Rates, {
    nullable: true,
    description:
      'What the uplinks of all hosts count together now, per second: of each host, over its newest five seconds (or over one ' +
      'sample, where that is longer). Answered from memory. Null where no host is heard, or not all is known that one counts.',
  })
  async fleetRates(): Promise<Readonly<Record<string, number>> | null> {
    const hosts = await readSeenHosts(this.readers);
    const rates = this.fleet.now(Date.now(), hosts);
    return rates && ratesByName(perCounter((counter) => roundedRate(rates[counter])));
  }
}

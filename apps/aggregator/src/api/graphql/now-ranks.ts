import { Injectable } from '@nestjs/common';
import { LiveRates } from '../../live/rates/live-rates.js';
import { NowUseQuery } from '../../query/now/use.js';
import { isRateOrder, isUseOrder, type Ranks } from '../../query/page/ranks.js';

/** Finds the figures of now that an order asked for means; null where it means none. */
@Injectable()
export class NowRanks {
  constructor(
    private readonly rates: LiveRates,
    private readonly use: NowUseQuery,
  ) {}

  /** Of interfaces. */
  async ofInterfaces(by: string): Promise<Ranks | null> {
    if (by === 'utilisation') return { of: 'things', ...(await this.rates.ranks('busierBytes', Date.now())) };
    return isRateOrder(by) ? { of: 'things', ...(await this.rates.ranks(by, Date.now())) } : null;
  }

  /** Of networks. */
  ofNetworks(by: string): Promise<Ranks | null> {
    return this.ofMembers(by);
  }

  /** Of hosts. */
  ofHosts(by: string): Promise<Ranks | null> {
    return isUseOrder(by) ? this.use.hosts(by) : this.ofMembers(by);
  }

  /** Of containers. */
  ofContainers(by: string): Promise<Ranks | null> {
    return isUseOrder(by) ? this.use.containers(by) : this.ofMembers(by);
  }

  private async ofMembers(by: string): Promise<Ranks | null> {
    return isRateOrder(by) ? { of: 'interfaces', ...(await this.rates.ranks(by, Date.now())) } : null;
  }
}

import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { type NowRates, NowRatesQuery, type NowUnit } from '../../../query/now/rates.js';
import { type ContainerKey, type ContainerNow, type HostNow, NowStatesQuery } from '../../../query/now/states.js';
import { UplinkRepository, type Uplinks } from '../../../query/uplinks.js';
import type { NetworkKey } from '../../../query/networks.js';

/** Loads the figures of now of all parents of a level at once, however many there are. */
export interface NowLoaders {
  readonly interfaceRates: DataLoader<NowUnit, NowRates, number>;
  /** Of interfaces that are taken together: the uplinks of a host, those of a container. */
  readonly memberRates: DataLoader<NowUnit, NowRates, number>;
  readonly uplinks: DataLoader<number, Uplinks | null>;
  readonly networkRates: DataLoader<NetworkKey, NowRates, string>;
  readonly hostState: DataLoader<number, HostNow>;
  readonly containerState: DataLoader<ContainerKey, ContainerNow, string>;
}

const keyOf = ({ hostId, id }: { readonly hostId: number; readonly id: string }): string => `${hostId}/${id}`;

/** Makes the loaders of an operation. */
@Injectable()
export class NowLoadersFactory {
  constructor(
    private readonly rates: NowRatesQuery,
    private readonly states: NowStatesQuery,
    private readonly uplinkRows: UplinkRepository,
  ) {}

  create(): NowLoaders {
    const { rates, states } = this;
    return {
      interfaceRates: new DataLoader((units) => rates.of(units), { cacheKeyFn: ({ seriesIds }) => seriesIds[0] ?? 0 }),
      memberRates: new DataLoader((units) => rates.of(units), { cacheKeyFn: ({ seriesIds }) => seriesIds[0] ?? 0 }),
      uplinks: new DataLoader(async (hostIds) => {
        const found = new Map((await this.uplinkRows.ofHosts(hostIds)).map((row) => [row.hostId, row]));
        return hostIds.map((hostId) => found.get(hostId) ?? null);
      }),
      networkRates: new DataLoader((keys) => rates.ofNetworks(keys), { cacheKeyFn: keyOf }),
      hostState: new DataLoader((hostIds) => states.ofHosts(hostIds)),
      containerState: new DataLoader((keys) => states.ofContainers(keys), { cacheKeyFn: keyOf }),
    };
  }
}

import { describe, expect, it } from '@jest/globals';
import { Pool } from 'pg';
import type { HostInventory, WatchedInterface } from '../../query/watched/inventory.js';
import { SilenceClock } from '../evaluate/silence-clock.js';
import { Catalogue } from './catalogue.js';
import { FedHosts } from './fed-hosts.js';
import { READ_FIGURE } from './figure-values.js';
import { HostRates } from './host-rates.js';
import { HostStates } from './host-states.js';
import { Scoring } from './scoring.js';
import { Surroundings } from './surroundings.js';
import { watchedOf } from './watched.js';

const NOW = 1_800_000_000_000;
const UPLINK: WatchedInterface = {
  ...{ hostId: 1, seriesId: 1, netId: 'u', key: 'host/eth0', name: 'eth0', class: 'uplink', isUplink: true },
  ...{ networkId: null, namespace: null, speedBitsPerSecond: null, goneMs: null },
};
const INVENTORY: HostInventory = {
  ...{ hostId: 1, id: 'h', name: 'web-1', intervalMs: 1_000, storedMs: NOW - 5_000, revision: '' },
  ...{ interfaces: [UPLINK], containers: [], networks: [] },
};

describe('silence', () => {
  const pool = new Pool();
  const rates = new HostRates(1_000);
  rates.keep(['host/eth0'], 1_000);
  const host = { inventory: INVENTORY, rates, states: new HostStates() };
  const around = new Surroundings(pool, new SilenceClock(0), new FedHosts(pool), new Scoring(pool));
  const catalogue = new Catalogue([INVENTORY]);

  it('of hosts of which no uplink is known is not known', () => {
    const fleet = catalogue.things('fleet').get('fleet')!;
    const silent = (members: typeof fleet.members): number =>
      READ_FIGURE.silentSeconds(
        watchedOf({ ...fleet, key: 'fleet:scope', members }, () => host),
        NOW,
        around,
      );
    expect(silent(fleet.members)).toBe(5);
    expect(silent([])).toBeNaN();
  });

  it('of an interface that could not be read yet is not known', () => {
    rates.heardMs = NOW;
    const watched = watchedOf(catalogue.things('interface').get('u')!, () => host);
    expect(READ_FIGURE.silentSeconds(watched, NOW, around)).toBeNaN();
  });
});

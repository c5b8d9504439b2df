import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FocusLeases, MAX_FOCUSED_HOSTS } from '../../../control/focus-leases.js';
import type { LiveSeries } from '../../../live/series/live-series.js';
import { LiveView } from '../../../live/series/live-view.js';
import type { NatsLink } from '../../../nats/nats-link.js';
import type { HostWatch } from '../../../query/host-watch.js';
import type { LiveMembersQuery } from '../../../query/live-members.query.js';
import { SeenHosts } from '../../../query/scope/seen-hosts.js';
import type { LiveSeriesInput } from '../types/live-series.type.js';
import { LiveSeriesResolver } from './live-series.resolver.js';

const hostOf = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const focusOn = (number: number): LiveSeriesInput => ({ focus: true, filter: { hosts: [hostOf(number)] } });

describe('LiveSeriesResolver', () => {
  let leases: FocusLeases;
  let ended: number;
  let resolver: LiveSeriesResolver;

  beforeEach(() => {
    ended = 0;
    const link = { isUp: false, connected: () => Promise.resolve(null) } as unknown as NatsLink;
    leases = new FocusLeases(link);
    const watch = async (): Promise<unknown> => {
      const view = new LiveView();
      view.onEnd(() => (ended += 1));
      return { ok: true, value: view };
    };
    resolver = new LiveSeriesResolver(
      { watch } as unknown as LiveSeries,
      {} as LiveMembersQuery,
      leases,
      new SeenHosts({ listen: () => undefined } as unknown as HostWatch),
    );
  });

  afterEach(() => leases.onModuleDestroy());

  it('lets a bounded number of hosts be in focus, however many ask at once, and leaves nothing of who is refused', async () => {
    const asked = Array.from({ length: MAX_FOCUSED_HOSTS + 3 }, (_, number) => resolver.liveSeries(focusOn(number)));
    const outcomes = await Promise.allSettled(asked);
    const refused = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []));
    expect(refused).toEqual(Array.from({ length: 3 }, () => expect.stringContaining('hosts already')));
    expect(ended).toBe(3);
    await expect(resolver.liveSeries(focusOn(99))).rejects.toThrow('hosts already');
    await (await asked[0])?.return?.();
    await resolver.liveSeries(focusOn(99));
  });
});

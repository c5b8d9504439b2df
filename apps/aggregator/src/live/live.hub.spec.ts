import { describe, expect, it, jest } from '@jest/globals';
import { perCounter } from '@weir/model';
import { Registry } from 'prom-client';
import { LiveHub } from './live.hub.js';
import { LiveMetrics } from './live-metrics.js';
import type { Tick, TickFilter } from './tick.js';

const tick: Tick = {
  ...{ hostId: 'web', atMs: 1_000, ms: 1_000, part: 0 },
  columns: { interfaceIds: [], unread: [], ...perCounter(() => []) },
};
const make = jest.fn(() => tick);

describe('LiveHub', () => {
  it('hands ticks of a host to who wants that host, or all, made once', async () => {
    const hub = new LiveHub(new LiveMetrics(new Registry()));
    const [own, all, other] = [new Set(['web']), null, new Set(['db'])].map((hosts) =>
      ((wanted) => hub.subscribe(() => wanted))({ hosts, interfaces: null }),
    );
    hub.publish('web', make);
    expect([(await own?.next())?.value, (await all?.next())?.value]).toEqual([tick, tick]);
    expect(make).toHaveBeenCalledTimes(1);
    hub.publish('db', () => ({ ...tick, hostId: 'db' }));
    expect((await other?.next())?.value).toMatchObject({ hostId: 'db' });
  });

  it('hands on what is wanted by then, where that changes, and nothing to who left', async () => {
    const hub = new LiveHub(new LiveMetrics(new Registry()));
    let wanted: TickFilter = { hosts: new Set(['db']), interfaces: null };
    const queue = hub.subscribe(() => wanted);
    hub.publish('web', make);
    wanted = { hosts: new Set(['web']), interfaces: null };
    await new Promise((resolve) => setTimeout(resolve, 60));
    hub.publish('web', make);
    expect((await queue.next()).value).toEqual(tick);
    await queue.return?.();
    make.mockClear();
    hub.publish('web', make);
    expect(make).not.toHaveBeenCalled();
  });

  it('makes none that nobody wants', () => {
    make.mockClear();
    const hub = new LiveHub(new LiveMetrics(new Registry()));
    const wanted = { hosts: new Set(['db']), interfaces: null };
    hub.subscribe(() => wanted);
    hub.publish('web', make);
    expect(make).not.toHaveBeenCalled();
  });
});

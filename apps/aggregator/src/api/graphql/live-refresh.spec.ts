import { expect, it, jest } from '@jest/globals';
import type { LiveSeries } from '../../live/series/live-series.js';
import type { StandingFilters } from '../../live/standing-filters.js';
import type { HostListener, HostWatch, WatchedHost } from '../../query/host-watch.js';
import { LiveRefresh } from './live-refresh.js';

const HOST: WatchedHost = {
  ...{ hostId: 1, id: 'a', name: 'a', labels: '{}', inventoryMs: 1, storedMs: 1, intervalMs: 1_000 },
};

it('tells what is watched live that there is something new in the store, and only then', () => {
  let listener: HostListener = () => undefined;
  const noteChange = jest.fn();
  const watch = { listen: (given: HostListener) => (listener = given) } as unknown as HostWatch;
  const filters = { noteChange: jest.fn() };
  new LiveRefresh(watch, { noteChange } as unknown as LiveSeries, filters as unknown as StandingFilters);
  const look = (more: Partial<WatchedHost>): void => listener(new Map([['a', { ...HOST, ...more }]]));
  look({});
  for (const more of [{ inventoryMs: 2 }, { name: 'b' }, { labels: '{"x":"y"}' }]) {
    noteChange.mockClear();
    look(more);
    look({ ...more, storedMs: 99 });
    expect(noteChange).toHaveBeenCalledTimes(1);
  }
  listener(new Map());
  expect(noteChange).toHaveBeenCalledTimes(2);
  // The first look told of a change as well.
  expect(filters.noteChange).toHaveBeenCalledTimes(5);
});

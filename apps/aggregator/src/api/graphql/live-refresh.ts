import { Injectable } from '@nestjs/common';
import { LiveSeries } from '../../live/series/live-series.js';
import { StandingFilters } from '../../live/standing-filters.js';
import { HostWatch, type WatchedHost } from '../../query/host-watch.js';

/** Has what is watched live find its members anew when there is something new in the store. */
@Injectable()
export class LiveRefresh {
  private known = '';

  constructor(watch: HostWatch, live: LiveSeries, filters: StandingFilters) {
    watch.listen((hosts) => {
      const now = [...hosts.values()].map(stateOf).join();
      if (now !== this.known) for (const each of [live, filters]) each.noteChange();
      this.known = now;
    });
  }
}

const stateOf = ({ id, name, labels, inventoryMs }: WatchedHost): string => [id, name, labels, inventoryMs].join(' ');

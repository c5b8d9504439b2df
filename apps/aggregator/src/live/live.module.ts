import { Global, Module } from '@nestjs/common';
import { AlertFeed } from './alert.feed.js';
import { EventFeed } from './event.feed.js';
import { LiveFeed } from './live.feed.js';
import { LiveHub } from './live.hub.js';
import { LiveMetrics } from './live-metrics.js';
import { PatternFeed } from './pattern.feed.js';
import { LiveRates } from './rates/live-rates.js';
import { LiveSeries } from './series/live-series.js';
import { Sieves } from './sieves.js';
import { StandingFilters } from './standing-filters.js';

const FEEDS = [AlertFeed, EventFeed, LiveFeed, LiveHub, LiveRates, LiveSeries, PatternFeed, Sieves, StandingFilters];

/** What happens now, straight from the agents. */
@Global()
@Module({ providers: [...FEEDS, LiveMetrics], exports: [...FEEDS, LiveMetrics] })
export class LiveModule {}

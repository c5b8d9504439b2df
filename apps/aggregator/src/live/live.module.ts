import { Global, Module } from '@nestjs/common';
import { LiveFeed } from './live.feed.js';
import { LiveHub } from './live.hub.js';
import { LiveMetrics } from './live-metrics.js';

/** Live traffic, straight from the agents. */
@Global()
@Module({ providers: [LiveFeed, LiveHub, LiveMetrics], exports: [LiveFeed, LiveHub] })
export class LiveModule {}

import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Pool } from 'pg';
import type { Registry } from 'prom-client';
import { METRICS_REGISTRY } from '../metrics/metrics.module.js';
import { readSeenHosts } from '../query/scope/read-seen-hosts.js';
import { READERS } from '../store/database.js';
import { metricsOfHosts } from './metrics-of-hosts.js';

/** Figures of this process, for Prometheus. */
@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(METRICS_REGISTRY) private readonly registry: Registry,
    @Inject(READERS) private readonly readers: Pool,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Metrics of this process in the text format of Prometheus.',
    description: 'Who sees some hosts alone gets the totals of these, and nothing else.',
  })
  @ApiOkResponse({
    content: { 'text/plain': { schema: { type: 'string' }, example: 'weir_live_subscribers 2\n' } },
  })
  async metrics(@Res() response: Response): Promise<void> {
    const [hosts, metrics] = await Promise.all([readSeenHosts(this.readers), this.registry.metrics()]);
    response.set('Content-Type', this.registry.contentType).send(hosts ? metricsOfHosts(metrics, hosts) : metrics);
  }
}

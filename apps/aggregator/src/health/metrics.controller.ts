import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { Registry } from 'prom-client';
import { METRICS_REGISTRY } from '../metrics/metrics.module.js';

/** Figures of this process, for Prometheus. */
@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(METRICS_REGISTRY) private readonly registry: Registry) {}

  @Get()
  @ApiOperation({ summary: 'Metrics of this process in the text format of Prometheus.' })
  @ApiOkResponse({
    content: { 'text/plain': { schema: { type: 'string' }, example: 'weir_live_subscribers 2\n' } },
  })
  async metrics(@Res() response: Response): Promise<void> {
    response.set('Content-Type', this.registry.contentType).send(await this.registry.metrics());
  }
}

import { Global, Module } from '@nestjs/common';
import type { Registry } from 'prom-client';
import { METRICS_REGISTRY } from '../metrics/metrics.module.js';
import { CapacityMetrics } from './capacity-metrics.js';
import { CapacityService } from './capacity.service.js';

/** In every role: each process tells of the stream and the database in its own metrics. */
@Global()
@Module({
  providers: [
    CapacityService,
    {
      provide: CapacityMetrics,
      inject: [METRICS_REGISTRY],
      useFactory: (registry: Registry) => new CapacityMetrics(registry),
    },
  ],
  exports: [CapacityService],
})
export class CapacityModule {}

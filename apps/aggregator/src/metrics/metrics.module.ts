import { Global, Module } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { IngestMetrics } from './ingest-metrics.js';

/** Injection token of the process's one prom-client Registry; `/metrics` prints it. */
export const METRICS_REGISTRY = Symbol('METRICS_REGISTRY');

function createRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/** The registry that each step adds its metrics to, and the figures of ingest, which health and metrics show. */
@Global()
@Module({
  providers: [
    { provide: METRICS_REGISTRY, useFactory: createRegistry },
    {
      provide: IngestMetrics,
      inject: [METRICS_REGISTRY],
      useFactory: (registry: Registry) => new IngestMetrics(registry),
    },
  ],
  exports: [METRICS_REGISTRY, IngestMetrics],
})
export class MetricsModule {}

import { Module } from '@nestjs/common';
import { QueryModule } from '../query/query.module.js';
import { FleetMetrics } from './fleet-metrics.service.js';

/** Totals of the fleet on `/metrics`, where they are asked for. */
@Module({ imports: [QueryModule], providers: [FleetMetrics] })
export class FleetMetricsModule {}

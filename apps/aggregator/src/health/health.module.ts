import { Module } from '@nestjs/common';
import { CollectionQuery } from '../query/collection.query.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';
import { MetricsController } from './metrics.controller.js';
import { ProcessTelling } from './process-telling.js';

/** What every process answers, whatever its roles: how it does. */
@Module({
  controllers: [HealthController, MetricsController],
  providers: [CollectionQuery, HealthService, ProcessTelling],
})
export class HealthModule {}

import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { LiveModule } from '../live/live.module.js';
import { QueryModule } from '../query/query.module.js';
import { GraphqlApiModule } from './graphql/graphql.module.js';
import { HealthController } from './health/health.controller.js';
import { HealthService } from './health/health.service.js';
import { MetricsController } from './health/metrics.controller.js';
import { InterfaceController } from './rest/interface.controller.js';
import { ProblemFilter } from './rest/problem.filter.js';

/** Everything that is answered over HTTP. */
@Module({
  imports: [GraphqlApiModule, LiveModule, QueryModule],
  controllers: [HealthController, InterfaceController, MetricsController],
  providers: [HealthService, { provide: APP_FILTER, useClass: ProblemFilter }],
})
export class ApiModule {}

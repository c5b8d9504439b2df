import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { AccessModule } from './access/access.module.js';
import { CapacityModule } from './capacity/capacity.module.js';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { HealthModule } from './health/health.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { NatsModule } from './nats/nats.module.js';
import { StoreModule } from './store/store.module.js';

/** Wires what all roles share, and the roles that this process has. */
@Module({})
export class AppModule {
  static async with(config: Config): Promise<DynamicModule> {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(config),
        MetricsModule,
        NatsModule,
        StoreModule,
        AccessModule,
        CapacityModule,
        JobsModule,
        ...(await roleModules(config)),
        HealthModule,
      ],
    };
  }
}

/** Loaded by role, so that an ingesting replica carries no GraphQL schema. */
async function roleModules({ roles, metricsTotals }: Config): Promise<Type[]> {
  const modules: Type[] = [];
  if (roles.has('ingest')) modules.push((await import('./ingest/ingest.module.js')).IngestModule);
  if (roles.has('analyse')) {
    modules.push((await import('./analyse/analyse.module.js')).AnalyseModule);
    modules.push((await import('./alert/alert.module.js')).AlertModule);
    modules.push((await import('./billing/billing.module.js')).BillingModule);
    modules.push((await import('./control/control.module.js')).ControlModule);
    modules.push((await import('./foresight/foresight.module.js')).ForesightModule);
    modules.push((await import('./report/run/report-run.module.js')).ReportRunModule);
  }
  if (roles.has('api')) {
    modules.push((await import('./enrol/nats-credentials.module.js')).NatsCredentialsModule);
    modules.push((await import('./api/api.module.js')).ApiModule);
  }
  if (metricsTotals.length > 0) {
    modules.push((await import('./fleet-metrics/fleet-metrics.module.js')).FleetMetricsModule);
  }
  return modules;
}

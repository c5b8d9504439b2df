import { Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { OidcModule } from '../access/oidc/oidc.module.js';
import { PercentileModule } from '../billing/percentile/percentile.module.js';
import { EnrolmentModule } from '../enrol/enrolment.module.js';
import { SystemModule } from '../health/system/system.module.js';
import { JobListModule } from '../jobs/job-list.module.js';
import { LiveModule } from '../live/live.module.js';
import { QuotaModule } from '../billing/quota.module.js';
import { QueryModule } from '../query/query.module.js';
import { ReportContentModule } from '../report/content/report-content.module.js';
import { SavedReportsModule } from '../report/run/saved-reports.module.js';
import { CONTROLLERS } from './controllers.js';
import { GraphqlApiModule } from './graphql/graphql.module.js';
import { ExportService } from './export/export.service.js';
import { ExportSlots } from './export/slots.js';
import { PageOriginsModule } from './page-origins.module.js';
import { Inventory } from './rest/inventory.js';
import { ProblemFilter } from './rest/problem.filter.js';

/** The role `api`: GraphQL, REST and live traffic. */
@Module({
  imports: [
    EnrolmentModule,
    OidcModule,
    GraphqlApiModule,
    JobListModule,
    LiveModule,
    PageOriginsModule,
    PercentileModule,
    QueryModule,
    QuotaModule,
    ReportContentModule,
    SavedReportsModule,
    SystemModule,
  ],
  controllers: [...CONTROLLERS],
  providers: [ExportService, ExportSlots, Inventory, { provide: APP_FILTER, useClass: ProblemFilter }],
})
export class ApiModule {}

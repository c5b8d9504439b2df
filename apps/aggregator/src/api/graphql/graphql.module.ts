import type { IncomingMessage } from 'node:http';
import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { AuditLog } from '../../access/audit-log.js';
import { PercentileModule } from '../../billing/percentile/percentile.module.js';
import { QuotaModule } from '../../billing/quota.module.js';
import { FocusModule } from '../../control/focus.module.js';
import { EnrolmentModule } from '../../enrol/enrolment.module.js';
import { SystemModule } from '../../health/system/system.module.js';
import { LiveModule } from '../../live/live.module.js';
import { JobListModule } from '../../jobs/job-list.module.js';
import { HostWatchModule } from '../../query/host-watch.module.js';
import { QueryModule } from '../../query/query.module.js';
import { ReportContentModule } from '../../report/content/report-content.module.js';
import { SavedReportsModule } from '../../report/run/saved-reports.module.js';
import { SearchModule } from '../../search/search.module.js';
import { ExportJobsModule } from '../export/export-jobs.module.js';
import { accessPlugin } from './access/access-plugin.js';
import { audited } from './access/audited.js';
import { AlertWatch } from './alerts/alert-watch.js';
import { ChannelForms } from './alerts/channel-form.js';
import { RuleCheck } from './alerts/rule-check.js';
import { RulePreview } from './alerts/rule-preview.js';
import { contextOf } from './context.js';
import { COST_REFUSAL } from './cost-plugin.js';
import { JoinLines } from './enrol/join-lines.js';
import { formatError } from './errors.js';
import { FleetRates } from './fleet-rates.js';
import { HostNewsFeed } from './host-news.js';
import { PageOriginsModule } from '../page-origins.module.js';
import { GRAPHQL_PATH } from '../paths.js';
import { Proxies } from '../proxies.js';
import { MAX_TOKENS, RULES } from './limits.js';
import { LiveRefresh } from './live-refresh.js';
import { LoadersFactory } from './loaders.js';
import { LoadersModule } from './loaders.module.js';
import { stringifyRaw } from './raw-json.js';
import { NowRanks } from './now-ranks.js';
import { PatternWatch } from './patterns/pattern-watch.js';
import { RESOLVERS } from './schema.js';
import { SETBACK_STATUS } from './setback-status.js';
import { GraphqlSocket } from './socket.js';
import { SUBSCRIPTION_REFUSAL } from './subscription-refusal.js';
import { TimelineWatch } from './timeline/timeline-watch.js';

/** GraphQL over HTTP (queries) and WebSocket (subscriptions). */
@Module({
  imports: [
    EnrolmentModule,
    ExportJobsModule,
    FocusModule,
    HostWatchModule,
    JobListModule,
    LiveModule,
    LoadersModule,
    PageOriginsModule,
    PercentileModule,
    QueryModule,
    QuotaModule,
    ReportContentModule,
    SavedReportsModule,
    SearchModule,
    SystemModule,
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [LoadersModule, PageOriginsModule],
      inject: [LoadersFactory, Proxies, AuditLog],
      useFactory: (loaders: LoadersFactory, proxies: Proxies, audit: AuditLog) => ({
        path: GRAPHQL_PATH,
        autoSchemaFile: true,
        // A unit test makes the schema as well, and has it checked; each start asks it nothing about itself.
        buildSchemaOptions: { skipCheck: true },
        introspection: true,
        graphiql: false,
        parseOptions: { maxTokens: MAX_TOKENS },
        validationRules: [...RULES],
        plugins: [SUBSCRIPTION_REFUSAL, accessPlugin(audit), COST_REFUSAL, SETBACK_STATUS],
        transformSchema: (schema) => audited(schema, audit),
        allowBatchedHttpRequests: false,
        csrfPrevention: true,
        includeStacktraceInErrorResponses: false,
        formatError,
        stringifyResult: (result) => `${stringifyRaw(result)}\n`,
        context: ({ req }: { readonly req: IncomingMessage }) => contextOf(req, loaders, proxies),
      }),
    }),
  ],
  providers: [
    ...RESOLVERS,
    ...[
      AlertWatch,
      ChannelForms,
      FleetRates,
      GraphqlSocket,
      HostNewsFeed,
      JoinLines,
      LiveRefresh,
      NowRanks,
      PatternWatch,
    ],
    ...[RuleCheck, RulePreview, TimelineWatch],
  ],
})
export class GraphqlApiModule {}

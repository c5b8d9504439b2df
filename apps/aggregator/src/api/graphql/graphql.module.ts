import { ApolloDriver, type ApolloDriverConfig } from '@nestjs/apollo';
import { Module } from '@nestjs/common';
import { GraphQLModule } from '@nestjs/graphql';
import { FocusModule } from '../../control/focus.module.js';
import { LiveModule } from '../../live/live.module.js';
import { HostWatchModule } from '../../query/host-watch.module.js';
import { QueryModule } from '../../query/query.module.js';
import { SearchModule } from '../../search/search.module.js';
import { AlertWatch } from './alerts/alert-watch.js';
import { ChannelForms } from './alerts/channel-form.js';
import { RuleCheck } from './alerts/rule-check.js';
import { RulePreview } from './alerts/rule-preview.js';
import { COST_REFUSAL } from './cost-plugin.js';
import { formatError } from './errors.js';
import { FleetRates } from './fleet-rates.js';
import { HostNewsFeed } from './host-news.js';
import { PageOriginsModule } from '../page-origins.module.js';
import { GRAPHQL_PATH } from '../paths.js';
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
    FocusModule,
    HostWatchModule,
    LiveModule,
    LoadersModule,
    PageOriginsModule,
    QueryModule,
    SearchModule,
    GraphQLModule.forRootAsync<ApolloDriverConfig>({
      driver: ApolloDriver,
      imports: [LoadersModule],
      inject: [LoadersFactory],
      useFactory: (loaders: LoadersFactory) => ({
        path: GRAPHQL_PATH,
        autoSchemaFile: true,
        introspection: true,
        graphiql: false,
        parseOptions: { maxTokens: MAX_TOKENS },
        validationRules: [...RULES],
        plugins: [SUBSCRIPTION_REFUSAL, COST_REFUSAL, SETBACK_STATUS],
        allowBatchedHttpRequests: false,
        csrfPrevention: true,
        includeStacktraceInErrorResponses: false,
        formatError,
        stringifyResult: (result) => `${stringifyRaw(result)}\n`,
        context: () => ({ loaders: loaders.create() }),
      }),
    }),
  ],
  providers: [
    ...RESOLVERS,
    ...[AlertWatch, ChannelForms, FleetRates, GraphqlSocket, HostNewsFeed, LiveRefresh, NowRanks, PatternWatch],
    ...[RuleCheck, RulePreview, TimelineWatch],
  ],
})
export class GraphqlApiModule {}

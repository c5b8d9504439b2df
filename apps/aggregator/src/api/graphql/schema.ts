import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { printSchema } from 'graphql';
import { AuditResolver } from './access/audit.resolver.js';
import { SessionResolver } from './access/session.resolver.js';
import { TokenResolver } from './access/token.resolver.js';
import { UserResolver } from './access/user.resolver.js';
import { AlertLiveResolver } from './alerts/alert-live.resolver.js';
import { AlertResolver } from './alerts/alert.resolver.js';
import { ChannelResolver } from './alerts/channel.resolver.js';
import { IncidentResolver } from './alerts/incident.resolver.js';
import { QuietResolver } from './alerts/quiet.resolver.js';
import { AlertRuleChangeResolver } from './alerts/rule-change.resolver.js';
import { AlertRuleResolver } from './alerts/rule.resolver.js';
import { PercentileResolver } from './billing/percentile.resolver.js';
import { QuotaResolver, QuotaSubjectResolver } from './billing/quota.resolver.js';
import { EnrolmentResolver } from './enrol/enrolment.resolver.js';
import { CapacityResolver } from './outlook/capacity.resolver.js';
import { OutlookResolver } from './outlook/outlook.resolver.js';
import { PatternAroundResolver } from './patterns/pattern-around.resolver.js';
import { PatternLiveResolver } from './patterns/pattern-live.resolver.js';
import { PatternResolver } from './patterns/pattern.resolver.js';
import { JobResolver } from './reports/job.resolver.js';
import { ReportResolver } from './reports/report.resolver.js';
import { SavedReportResolver } from './reports/saved-report.resolver.js';
import { AveragesResolver } from './resolvers/averages.resolver.js';
import { ChangesResolver } from './resolvers/changes.resolver.js';
import { ContainerResolver } from './resolvers/container.resolver.js';
import { ServiceResolver, StackResolver, WorkloadResolver } from './resolvers/entity.resolver.js';
import { EventResolver } from './resolvers/event.resolver.js';
import { FleetRatesResolver } from './resolvers/fleet-rates.resolver.js';
import { HostResolver } from './resolvers/host.resolver.js';
import { HostSettingsResolver } from './resolvers/host-settings.resolver.js';
import { InterfaceResolver } from './resolvers/interface.resolver.js';
import { LinkSettingsResolver } from './resolvers/link-settings.resolver.js';
import { LiveSeriesResolver } from './resolvers/live-series.resolver.js';
import { NetworkResolver } from './resolvers/network.resolver.js';
import {
  ContainerNowResolver,
  HostNowResolver,
  InterfaceNowResolver,
  NetworkNowResolver,
} from './resolvers/now.resolver.js';
import { SearchResolver } from './resolvers/search.resolver.js';
import { SeriesResolver } from './resolvers/series.resolver.js';
import {
  ContainerLineResolver,
  HostLineResolver,
  LatencyLineResolver,
  ProtocolLineResolver,
} from './resolvers/state-lines.resolver.js';
import { StateSeriesResolver } from './resolvers/state-series.resolver.js';
import { StorageResolver } from './resolvers/storage.resolver.js';
import { TotalsResolver } from './resolvers/totals.resolver.js';
import { TrafficResolver } from './resolvers/traffic.resolver.js';
import { CollectionResolver } from './system/collection.resolver.js';
import { SystemResolver } from './system/system.resolver.js';
import { AnnotationResolver } from './timeline/annotation.resolver.js';
import { TimelineResolver } from './timeline/timeline.resolver.js';

/** All that makes up the schema. */
export const RESOLVERS = [
  AveragesResolver,
  CapacityResolver,
  CollectionResolver,
  SystemResolver,
  EventResolver,
  ChangesResolver,
  FleetRatesResolver,
  HostResolver,
  HostSettingsResolver,
  LinkSettingsResolver,
  InterfaceResolver,
  ContainerResolver,
  LiveSeriesResolver,
  NetworkResolver,
  StackResolver,
  ServiceResolver,
  WorkloadResolver,
  SearchResolver,
  SeriesResolver,
  ContainerLineResolver,
  ContainerNowResolver,
  HostLineResolver,
  HostNowResolver,
  InterfaceNowResolver,
  LatencyLineResolver,
  NetworkNowResolver,
  OutlookResolver,
  PatternAroundResolver,
  PatternLiveResolver,
  PatternResolver,
  PercentileResolver,
  ProtocolLineResolver,
  StateSeriesResolver,
  StorageResolver,
  TotalsResolver,
  TrafficResolver,
  AlertLiveResolver,
  AlertResolver,
  AlertRuleChangeResolver,
  AlertRuleResolver,
  AnnotationResolver,
  ChannelResolver,
  IncidentResolver,
  QuietResolver,
  TimelineResolver,
  AuditResolver,
  SessionResolver,
  TokenResolver,
  UserResolver,
  EnrolmentResolver,
  QuotaResolver,
  QuotaSubjectResolver,
  ReportResolver,
  JobResolver,
  SavedReportResolver,
];

/** The schema as text, made from the decorators alone: no server, no database. */
export async function schemaText(): Promise<string> {
  const context = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, { logger: false });
  try {
    const schema = await context.get(GraphQLSchemaFactory).create(RESOLVERS);
    return `# Made from the code by \`npm run schema\`; do not edit.\n\n${printSchema(schema)}\n`;
  } finally {
    await context.close();
  }
}

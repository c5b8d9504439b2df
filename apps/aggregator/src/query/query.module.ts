import { Module } from '@nestjs/common';
import { DATABASE, READERS } from '../store/database.js';
import { AlertRepository } from './alerts/alerts.js';
import { ChannelRepository } from './alerts/channels.js';
import { DeliveryRepository } from './alerts/deliveries.js';
import { AuditRepository } from './audit.js';
import { IncidentRepository } from './alerts/incidents.js';
import { QuietRepository } from './alerts/quiet.js';
import { RuleRepository } from './alerts/rules.js';
import { ScopeQuery } from './alerts/scopes.js';
import { AveragesQuery } from './averages.query.js';
import { CollectionQuery } from './collection.query.js';
import { ContainerRepository } from './containers.js';
import { EntityRepository } from './entities/entities.js';
import { EventRepository } from './events.js';
import { HostRepository } from './hosts.js';
import { InterfaceList } from './interface-list.js';
import { InterfaceRepository } from './interfaces.js';
import { LiveFilterQuery } from './live-filter.query.js';
import { LiveMembersQuery } from './live-members.query.js';
import { NetworkRepository } from './networks.js';
import { NowRatesQuery } from './now/rates.js';
import { NowStatesQuery } from './now/states.js';
import { NowUseQuery } from './now/use.js';
import { CapacityQuery } from './outlook/capacity.query.js';
import { CorrelationQuery } from './outlook/correlation.query.js';
import { FiveMinutesQuery } from './five-minutes.query.js';
import { ForecastQuery } from './outlook/forecast.query.js';
import { HourlyQuery } from './outlook/hourly.query.js';
import { TrendQuery } from './outlook/trend.query.js';
import { AnalysisQuery } from './patterns/analysis.query.js';
import { BaselineQuery } from './patterns/baseline.query.js';
import { CompanionQuery } from './patterns/companions.js';
import { PatternHoursQuery } from './patterns/hours.js';
import { PatternRepository } from './patterns/patterns.js';
import { SeriesRowsQuery } from './series-rows.js';
import { SeriesQuery } from './series.query.js';
import { ContainerSeriesQuery } from './states/container-series.query.js';
import { HostSeriesQuery } from './states/host-series.query.js';
import { LatencySeriesQuery } from './states/latency-series.query.js';
import { ProtocolSeriesQuery } from './states/protocol-series.query.js';
import { StateRowsQuery } from './states/state-rows.query.js';
import { StatsQuery } from './stats.query.js';
import { BeforeAndAfterQuery } from './timeline/before-after.query.js';
import { DeployQuery } from './timeline/deploy.query.js';
import { TimelineQuery } from './timeline/timeline.query.js';
import { CollectionSettingsQuery } from './system/collection-settings.query.js';
import { SystemQuery } from './system/system.query.js';
import { TotalsQuery } from './totals.query.js';
import { UplinkRepository } from './uplinks.js';
import { WideTurns } from './wide-turns.js';

const QUERIES = [
  AlertRepository,
  AnalysisQuery,
  AveragesQuery,
  BaselineQuery,
  BeforeAndAfterQuery,
  CapacityQuery,
  ChannelRepository,
  CollectionQuery,
  CollectionSettingsQuery,
  CompanionQuery,
  ContainerRepository,
  ContainerSeriesQuery,
  CorrelationQuery,
  DeliveryRepository,
  AuditRepository,
  DeployQuery,
  EntityRepository,
  EventRepository,
  FiveMinutesQuery,
  ForecastQuery,
  HostRepository,
  HostSeriesQuery,
  HourlyQuery,
  IncidentRepository,
  InterfaceList,
  InterfaceRepository,
  LiveFilterQuery,
  LiveMembersQuery,
  LatencySeriesQuery,
  NetworkRepository,
  NowRatesQuery,
  NowStatesQuery,
  NowUseQuery,
  PatternHoursQuery,
  PatternRepository,
  ProtocolSeriesQuery,
  QuietRepository,
  RuleRepository,
  ScopeQuery,
  SeriesQuery,
  SeriesRowsQuery,
  StateRowsQuery,
  StatsQuery,
  SystemQuery,
  TimelineQuery,
  TotalsQuery,
  TrendQuery,
  UplinkRepository,
];

/** Reads of what is stored. What is the database to them are the connections of questions, never those of ingest. */
@Module({ providers: [{ provide: DATABASE, useExisting: READERS }, WideTurns, ...QUERIES], exports: QUERIES })
export class QueryModule {}

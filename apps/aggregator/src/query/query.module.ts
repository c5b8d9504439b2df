import { Module } from '@nestjs/common';
import { DATABASE, READERS } from '../store/database.js';
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
import { SeriesRowsQuery } from './series-rows.js';
import { SeriesQuery } from './series.query.js';
import { ContainerSeriesQuery } from './states/container-series.query.js';
import { HostSeriesQuery } from './states/host-series.query.js';
import { LatencySeriesQuery } from './states/latency-series.query.js';
import { ProtocolSeriesQuery } from './states/protocol-series.query.js';
import { StateRowsQuery } from './states/state-rows.query.js';
import { StatsQuery } from './stats.query.js';
import { TotalsQuery } from './totals.query.js';
import { UplinkRepository } from './uplinks.js';
import { WideTurns } from './wide-turns.js';

const QUERIES = [
  AveragesQuery,
  CollectionQuery,
  ContainerRepository,
  ContainerSeriesQuery,
  EntityRepository,
  EventRepository,
  HostRepository,
  HostSeriesQuery,
  InterfaceList,
  InterfaceRepository,
  LiveFilterQuery,
  LiveMembersQuery,
  LatencySeriesQuery,
  NetworkRepository,
  NowRatesQuery,
  NowStatesQuery,
  NowUseQuery,
  ProtocolSeriesQuery,
  SeriesQuery,
  SeriesRowsQuery,
  StateRowsQuery,
  StatsQuery,
  TotalsQuery,
  UplinkRepository,
];

/** Reads of what is stored. What is the database to them are the connections of questions, never those of ingest. */
@Module({ providers: [{ provide: DATABASE, useExisting: READERS }, WideTurns, ...QUERIES], exports: QUERIES })
export class QueryModule {}

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
import { NetworkRepository } from './networks.js';
import { SeriesQuery } from './series.query.js';
import { StatsQuery } from './stats.query.js';

const QUERIES = [
  AveragesQuery,
  CollectionQuery,
  ContainerRepository,
  EntityRepository,
  EventRepository,
  HostRepository,
  InterfaceList,
  InterfaceRepository,
  NetworkRepository,
  SeriesQuery,
  StatsQuery,
];

/** Reads of what is stored. What is the database to them are the connections of questions, never those of ingest. */
@Module({ providers: [{ provide: DATABASE, useExisting: READERS }, ...QUERIES], exports: QUERIES })
export class QueryModule {}

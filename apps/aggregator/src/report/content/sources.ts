import { Injectable } from '@nestjs/common';
import { QuotaQuery } from '../../billing/quota.query.js';
import { AlertRepository } from '../../query/alerts/alerts.js';
import { RuleRepository } from '../../query/alerts/rules.js';
import { EntityRepository } from '../../query/entities/entities.js';
import { FiveMinutesQuery } from '../../query/five-minutes.query.js';
import { HostRepository } from '../../query/hosts.js';
import { InterfaceRepository } from '../../query/interfaces.js';
import { NetworkRepository } from '../../query/networks.js';
import { CapacityQuery } from '../../query/outlook/capacity.query.js';
import { PatternRepository } from '../../query/patterns/patterns.js';
import { SeriesRowsQuery } from '../../query/series-rows.js';
import { SeriesQuery } from '../../query/series.query.js';
import { StateRowsQuery } from '../../query/states/state-rows.query.js';
import { TimelineQuery } from '../../query/timeline/timeline.query.js';
import { TotalsQuery } from '../../query/totals.query.js';

/** The questions that reports are answered by: those of the API, and so with its figures. */
@Injectable()
export class ReportSources {
  constructor(
    readonly totals: TotalsQuery,
    readonly fiveMinutes: FiveMinutesQuery,
    readonly series: SeriesQuery,
    readonly rows: SeriesRowsQuery,
    readonly states: StateRowsQuery,
    readonly capacity: CapacityQuery,
    readonly timeline: TimelineQuery,
    readonly alerts: AlertRepository,
    readonly rules: RuleRepository,
    readonly patterns: PatternRepository,
    readonly hosts: HostRepository,
    readonly interfaces: InterfaceRepository,
    readonly networks: NetworkRepository,
    readonly entities: EntityRepository,
    readonly quotas: QuotaQuery,
  ) {}
}

import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { SeriesQuery } from '../../query/series.query.js';
import { TotalsQuery } from '../../query/totals.query.js';
import { REST_PATH } from '../paths.js';
import { ApiAnswer, ApiRefusals } from './answer.docs.js';
import { ApiParameters, Parameters } from './parameters/decorators.js';
import { asRange, asTop, asTotals, SERIES, TOTALS } from './parameters/figures.js';
import { asFilter, FILTER } from './parameters/filter.js';
import type { ValuesOf } from './parameters/parameter.js';
import { refuseIfDear } from './dear.js';
import { accepted } from './refused.js';
import { SERIES_EXAMPLE, SeriesAnswered, toSeries } from './series.answer.js';
import { TOTALS_EXAMPLE, TotalsAnswered, toTotals } from './totals.answer.js';

const SERIES_QUERY = { ...FILTER, ...SERIES };
const TOTALS_QUERY = { ...FILTER, ...TOTALS };
const COUNTED_ONCE =
  'Where neither `class` nor `uplink` is given, one packet is counted once: by host or over all, uplinks count; by network, ' +
  'container, stack, service, workload or label, the interfaces of containers; by interface or class, each stands alone.';

/** Figures of any group, over time or over a range. */
@ApiTags('figures')
@Controller(REST_PATH)
export class FiguresController {
  constructor(
    private readonly seriesQuery: SeriesQuery,
    private readonly totalsQuery: TotalsQuery,
  ) {}

  @Get('series')
  @ApiOperation({ summary: 'Answers rates over time, by any grouping.', description: COUNTED_ONCE })
  @ApiParameters(SERIES_QUERY)
  @ApiAnswer(SeriesAnswered, 'Rates over time, one column for each counter and group.', SERIES_EXAMPLE)
  @ApiRefusals('/api/v1/series', { field: 'from', reason: 'is not before to' })
  async series(@Parameters(SERIES_QUERY) values: ValuesOf<typeof SERIES_QUERY>): Promise<SeriesAnswered> {
    const { groupBy: grouping, counters, measures, points, top, topBy, from, to, ...filter } = values;
    const asked = {
      ...asRange({ from, to }, Date.now()),
      grouping,
      counters,
      measures,
      points,
      top: asTop(top, topBy),
    };
    const request = { ...asked, interfaces: null, filter: asFilter(filter), compareMs: null };
    refuseIfDear(request);
    return toSeries(accepted(await this.seriesQuery.answer(request)));
  }

  @Get('totals')
  @ApiOperation({ summary: 'Answers what was counted over a range, by any grouping.', description: COUNTED_ONCE })
  @ApiParameters(TOTALS_QUERY)
  @ApiAnswer(TotalsAnswered, 'Totals, averages and percentiles of each group.', TOTALS_EXAMPLE)
  @ApiRefusals('/api/v1/totals', { field: 'from', reason: 'is not before to' })
  async totals(@Parameters(TOTALS_QUERY) values: ValuesOf<typeof TOTALS_QUERY>): Promise<TotalsAnswered> {
    const request = asTotals(values, Date.now());
    refuseIfDear(request);
    return toTotals(accepted(await this.totalsQuery.answer(request)));
  }
}

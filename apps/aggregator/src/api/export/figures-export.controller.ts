import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { AveragesQuery } from '../../query/averages.query.js';
import { DEFAULT_COUNTERS } from '../../query/series.js';
import { type SeriesRow, SeriesRowsQuery } from '../../query/series-rows.js';
import { TotalsQuery } from '../../query/totals.query.js';
import { REST_PATH } from '../paths.js';
import { Parameters } from '../rest/parameters/decorators.js';
import { asRange, asStepMs, asTotals, AVERAGES, SERIES_ROWS, TOTALS } from '../rest/parameters/figures.js';
import { asFilter, FILTER } from '../rest/parameters/filter.js';
import type { ValuesOf } from '../rest/parameters/parameter.js';
import { refuseIfDear } from '../rest/dear.js';
import { accepted } from '../rest/refused.js';
import { TOTALS_EXAMPLE } from '../rest/totals.answer.js';
import { AVERAGES_EXAMPLE, averagesColumns, type AveragesRow, averagesTable } from './averages.table.js';
import { ApiExport } from './export.docs.js';
import { ExportService } from './export.service.js';
import type { FormatName } from './format.js';
import { FormatPipe } from './format.pipe.js';
import { SERIES_EXAMPLE, seriesTable } from './series.table.js';
import { totalsColumns, type TotalsRow, totalsTable } from './tables.js';

const SERIES_QUERY = { ...FILTER, ...SERIES_ROWS };
const TOTALS_QUERY = { ...FILTER, ...TOTALS };
const AVERAGES_QUERY = { ...FILTER, ...AVERAGES };
const [GROUP] = TOTALS_EXAMPLE.groups;
const TOTALS_ROW = { ...GROUP, ...GROUP?.totals[0] } as TotalsRow;
const TOO_FINE = 'is finer than what is kept of that time: ask for 60 s or more, or of a later time';

/** Series and totals as files. */
@Controller(`${REST_PATH}/export`)
export class FiguresExportController {
  constructor(
    private readonly seriesQuery: SeriesRowsQuery,
    private readonly totalsQuery: TotalsQuery,
    private readonly averagesQuery: AveragesQuery,
    private readonly exports: ExportService,
  ) {}

  @Get('series.:format')
  @ApiExport<SeriesRow>({
    name: 'series',
    summary: 'Exports series of any length: a row for each step and group, by time. What is not known has no row.',
    parameters: SERIES_QUERY,
    ...SERIES_EXAMPLE,
    refusal: { field: 'step', reason: TOO_FINE },
  })
  series(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(SERIES_QUERY) values: ValuesOf<typeof SERIES_QUERY>,
    @Res() response: Response,
  ): Promise<void> {
    const { groupBy: grouping, counters, measures, step, from, to, ...filter } = values;
    const range = { ...asRange({ from, to }, Date.now()), stepMs: asStepMs(step) };
    const asked = { ...range, interfaces: null, filter: asFilter(filter), grouping, counters, measures };
    return this.exports.send(response, 'series', format, async () =>
      seriesTable(accepted(await this.seriesQuery.open(asked)), grouping),
    );
  }

  @Get('totals.:format')
  @ApiExport<TotalsRow>({
    name: 'totals',
    summary: 'Exports what was counted over a range, of any number of groups: a row for each group and counter.',
    parameters: TOTALS_QUERY,
    columns: totalsColumns({ dimensions: ['host'], labels: [] }),
    example: TOTALS_ROW,
    refusal: { field: 'from', reason: 'is not before to' },
  })
  totals(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(TOTALS_QUERY) values: ValuesOf<typeof TOTALS_QUERY>,
    @Res() response: Response,
  ): Promise<void> {
    const request = asTotals(values, Date.now());
    refuseIfDear(request);
    return this.exports.send(response, 'totals', format, async () =>
      totalsTable(accepted(await this.totalsQuery.open(request)), request.grouping),
    );
  }

  @Get('averages.:format')
  @ApiExport<AveragesRow>({
    name: 'averages',
    summary: 'Exports averages over 1, 5 and 15 minutes: a row for each group and window.',
    parameters: AVERAGES_QUERY,
    columns: averagesColumns({ dimensions: ['host'], labels: [] }, DEFAULT_COUNTERS),
    example: AVERAGES_EXAMPLE,
    refusal: { field: 'counters', reason: 'is none of rxBytes, txBytes …' },
  })
  averages(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(AVERAGES_QUERY) values: ValuesOf<typeof AVERAGES_QUERY>,
    @Res() response: Response,
  ): Promise<void> {
    const { groupBy: grouping, counters, at: atMs, ...filter } = values;
    const request = { interfaces: null, filter: asFilter(filter), grouping, counters, atMs };
    return this.exports.send(response, 'averages', format, async () =>
      averagesTable(accepted(await this.averagesQuery.open(request)), grouping, counters),
    );
  }
}

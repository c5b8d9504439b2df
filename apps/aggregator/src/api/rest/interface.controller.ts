import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { InterfaceRepository, type InterfaceRow } from '../../query/interfaces.js';
import { MOST_ROWS } from '../../query/page/listing.js';
import { SeriesQuery } from '../../query/series.query.js';
import { StatsQuery } from '../../query/stats.query.js';
import { REST_PATH } from '../paths.js';
import { ApiAnswer, ApiList, ApiNotFound, ApiRefusals } from './answer.docs.js';
import { type AnsweredList, answerPage } from './answered-list.js';
import { toNetworkStats } from './answers.js';
import type { InterfaceAnswer } from './interface.answer.js';
import { Inventory } from './inventory.js';
import { NETWORK_INTERFACES_EXAMPLE, NetworkInterface } from './network-interface.js';
import { NETWORK_STATS_EXAMPLE, NetworkStats } from './network-stats.js';
import { NoParameters } from './no-parameters.js';
import { ApiParameters, Parameters } from './parameters/decorators.js';
import { asRange, OWN_SERIES } from './parameters/figures.js';
import { asFilter, FILTER } from './parameters/filter.js';
import { OPTIONAL_PAGE } from './parameters/page.js';
import type { ValuesOf } from './parameters/parameter.js';
import { accepted } from './refused.js';
import { INTERFACE_SERIES_EXAMPLE, SeriesAnswered, toSeries } from './series.answer.js';

const LIST = { ...FILTER, ...OPTIONAL_PAGE };
const NET_ID = {
  name: 'net_id',
  description: 'Id of the interface, from the list.',
  example: NETWORK_STATS_EXAMPLE.net_id,
};
const UNKNOWN = 'There is no interface with net_id "unknown"';

/** Interfaces and their figures, for scripts and other programs. */
@ApiTags('interface')
@Controller(`${REST_PATH}/interface`)
export class InterfaceController {
  constructor(
    private readonly inventory: Inventory,
    private readonly interfaces: InterfaceRepository,
    private readonly stats: StatsQuery,
    private readonly figures: SeriesQuery,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Lists the interfaces of hosts and containers that are there: all, or page by page.' })
  @ApiParameters(LIST)
  @ApiList(NetworkInterface, 'The interfaces, by host, uplinks first.', NETWORK_INTERFACES_EXAMPLE)
  @ApiRefusals('/api/v1/interface', { field: 'limit', reason: `is no whole number from 1 to ${MOST_ROWS}` })
  async all(
    @Parameters(LIST) { limit, cursor, ...filter }: ValuesOf<typeof LIST>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NetworkInterface[]> {
    const list = this.inventory.interfaces(asFilter(filter), { limit: limit ?? MOST_ROWS, cursor });
    return (limit === null ? await whole(list) : await answerPage(request, response, list)).map(toNetworkInterface);
  }

  @Get(':net_id/stats')
  @ApiOperation({ summary: 'Answers totals, current rates and averages of one interface.' })
  @ApiParam(NET_ID)
  @ApiAnswer(NetworkStats, 'One consistent picture of the interface at the moment `lastUpdate`.', NETWORK_STATS_EXAMPLE)
  @NoParameters('/api/v1/interface/unknown/stats')
  @ApiNotFound('/api/v1/interface/unknown/stats', UNKNOWN)
  async one(@Param('net_id') netId: string): Promise<NetworkStats> {
    const series = await this.known(netId);
    return toNetworkStats(series, await this.stats.of(series));
  }

  @Get(':net_id/series')
  @ApiOperation({ summary: 'Answers rates of one interface over time.' })
  @ApiParam(NET_ID)
  @ApiParameters(OWN_SERIES)
  @ApiAnswer(SeriesAnswered, 'Rates over time, one column for each counter.', INTERFACE_SERIES_EXAMPLE)
  @ApiRefusals('/api/v1/interface/qL0cV3x9T_2mZbYw/series', { field: 'from', reason: 'is not before to' })
  @ApiNotFound('/api/v1/interface/unknown/series', UNKNOWN)
  async series(
    @Param('net_id') netId: string,
    @Parameters(OWN_SERIES) values: ValuesOf<typeof OWN_SERIES>,
  ): Promise<SeriesAnswered> {
    const { counters, measures, points } = values;
    const grouping = { dimensions: ['interface'], labels: [] } as const;
    const interfaces = [(await this.known(netId)).netId];
    const asked = { ...asRange(values, Date.now()), counters, measures, points, grouping, interfaces };
    return toSeries(accepted(await this.figures.answer({ ...asked, filter: null, top: null, compareMs: null })));
  }

  private async known(netId: string): Promise<InterfaceRow> {
    const [series] = await this.interfaces.byNetIds([netId]);
    if (!series) throw new NotFoundException(`There is no interface with net_id "${netId}"`);
    return series;
  }
}

async function whole<Answer>(list: AnsweredList<Answer>): Promise<readonly Answer[]> {
  const all: Answer[] = [];
  for await (const some of list.batches()) for (const each of some) all.push(each);
  return all;
}

function toNetworkInterface({
  net_id,
  host,
  name,
  class: kind,
  container,
  network,
}: InterfaceAnswer): NetworkInterface {
  return { net_id, host, name, class: kind, container, network };
}

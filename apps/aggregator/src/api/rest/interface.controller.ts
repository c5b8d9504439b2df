import { Controller, Get, NotFoundException, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { InterfaceList } from '../../query/interface-list.js';
import { InterfaceRepository } from '../../query/interfaces.js';
import { StatsQuery } from '../../query/stats.query.js';
import { DATABASE_AWAY, notNow } from '../unavailable.js';
import { toNetworkInterface, toNetworkStats } from './answers.js';
import { NETWORK_INTERFACES_EXAMPLE, NetworkInterface } from './network-interface.js';
import { NETWORK_STATS_EXAMPLE, NetworkStats } from './network-stats.js';
import { ApiProblem } from './problem.docs.js';

/** Interfaces and their figures, for scripts and other programs. */
@ApiTags('interface')
@Controller('api/v1/interface')
export class InterfaceController {
  constructor(
    private readonly list: InterfaceList,
    private readonly interfaces: InterfaceRepository,
    private readonly stats: StatsQuery,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Lists the interfaces of all hosts and containers that are there.' })
  @ApiOkResponse({
    description: 'The interfaces, by host, uplinks first.',
    content: {
      'application/json': {
        schema: { type: 'array', items: { $ref: getSchemaPath(NetworkInterface) } },
        example: NETWORK_INTERFACES_EXAMPLE,
      },
    },
  })
  @ApiProblem(503, notNow(DATABASE_AWAY), '/api/v1/interface')
  async all(): Promise<NetworkInterface[]> {
    return (await this.list.read()).map(toNetworkInterface);
  }

  @Get(':net_id/stats')
  @ApiOperation({ summary: 'Answers totals, current rates and averages of one interface.' })
  @ApiParam({
    name: 'net_id',
    description: 'Id of the interface, from the list.',
    example: NETWORK_STATS_EXAMPLE.net_id,
  })
  @ApiOkResponse({
    description: 'One consistent picture of the interface at the moment `lastUpdate`.',
    content: { 'application/json': { schema: { $ref: getSchemaPath(NetworkStats) }, example: NETWORK_STATS_EXAMPLE } },
  })
  @ApiProblem(404, 'There is no interface with net_id "unknown"', '/api/v1/interface/unknown/stats')
  @ApiProblem(503, notNow(DATABASE_AWAY), '/api/v1/interface/qL0cV3x9T_2mZbYw/stats')
  async one(@Param('net_id') netId: string): Promise<NetworkStats> {
    const [series] = await this.interfaces.byNetIds([netId]);
    if (!series) throw new NotFoundException(`There is no interface with net_id "${netId}"`);
    return toNetworkStats(series, await this.stats.of(series));
  }
}

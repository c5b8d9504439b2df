import { Controller, Get, NotFoundException, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { HostRepository } from '../../query/hosts.js';
import { holdsNul } from '../../query/nul.js';
import { MOST_ROWS } from '../../query/page/listing.js';
import { REST_PATH } from '../paths.js';
import { ApiAnswer, ApiList, ApiNotFound, ApiRefusals } from './answer.docs.js';
import { answerPage } from './answered-list.js';
import { CONTAINER_EXAMPLE, ContainerAnswer } from './container.answer.js';
import { EVENT_EXAMPLE, EventAnswer } from './event.answer.js';
import { HOST_EXAMPLE, HostAnswer } from './host.answer.js';
import { Inventory } from './inventory.js';
import { NETWORK_EXAMPLE, NetworkAnswer } from './network.answer.js';
import { NoParameters } from './no-parameters.js';
import { ApiParameters, Parameters } from './parameters/decorators.js';
import { asEvents, EVENTS } from './parameters/events.js';
import { asFilter, FILTER } from './parameters/filter.js';
import { PAGE } from './parameters/page.js';
import type { ValuesOf } from './parameters/parameter.js';

const LIST = { ...FILTER, ...PAGE };
const TIMELINE = { ...FILTER, ...EVENTS, ...PAGE };
const BAD_LIMIT = { field: 'limit', reason: `is no whole number from 1 to ${MOST_ROWS}` };

/** What there is, and what changed. */
@ApiTags('inventory')
@Controller(REST_PATH)
export class InventoryController {
  constructor(
    private readonly inventory: Inventory,
    private readonly hostRows: HostRepository,
  ) {}

  @Get('hosts')
  @ApiOperation({ summary: 'Lists hosts, page by page.' })
  @ApiParameters(LIST)
  @ApiList(HostAnswer, 'Hosts, by name.', [HOST_EXAMPLE])
  @ApiRefusals('/api/v1/hosts', BAD_LIMIT)
  hosts(
    @Parameters(LIST) { limit, cursor, ...filter }: ValuesOf<typeof LIST>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly HostAnswer[]> {
    return answerPage(request, response, this.inventory.hosts(asFilter(filter), { limit, cursor }));
  }

  @Get('hosts/:id')
  @ApiOperation({ summary: 'Answers one host.' })
  @ApiParam({ name: 'id', description: 'Id of the host, from the list.', example: HOST_EXAMPLE.id })
  @ApiAnswer(HostAnswer, 'The host.', HOST_EXAMPLE)
  @NoParameters('/api/v1/hosts/unknown')
  @ApiNotFound('/api/v1/hosts/unknown', 'There is no host with id "unknown"')
  async host(@Param('id') id: string): Promise<HostAnswer> {
    const host = holdsNul(id) ? null : await this.hostRows.byUuid(id);
    if (!host) throw new NotFoundException(`There is no host with id "${id}"`);
    return this.inventory.host(host);
  }

  @Get('networks')
  @ApiOperation({ summary: 'Lists networks of container runtimes, page by page.' })
  @ApiParameters(LIST)
  @ApiList(NetworkAnswer, 'Networks, by name.', [NETWORK_EXAMPLE])
  @ApiRefusals('/api/v1/networks', BAD_LIMIT)
  networks(
    @Parameters(LIST) { limit, cursor, ...filter }: ValuesOf<typeof LIST>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly NetworkAnswer[]> {
    return answerPage(request, response, this.inventory.networks(asFilter(filter), { limit, cursor }));
  }

  @Get('containers')
  @ApiOperation({ summary: 'Lists containers, page by page.' })
  @ApiParameters(LIST)
  @ApiList(ContainerAnswer, 'Containers, by name.', [CONTAINER_EXAMPLE])
  @ApiRefusals('/api/v1/containers', BAD_LIMIT)
  containers(
    @Parameters(LIST) { limit, cursor, ...filter }: ValuesOf<typeof LIST>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly ContainerAnswer[]> {
    return answerPage(request, response, this.inventory.containers(asFilter(filter), { limit, cursor }));
  }

  @Get('events')
  @ApiOperation({ summary: 'Lists what changed on hosts, page by page.' })
  @ApiParameters(TIMELINE)
  @ApiList(EventAnswer, 'Changes, the newest first.', [EVENT_EXAMPLE])
  @ApiRefusals('/api/v1/events', { field: 'from', reason: 'is not before to' })
  events(
    @Parameters(TIMELINE) { limit, cursor, ...asked }: ValuesOf<typeof TIMELINE>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<readonly EventAnswer[]> {
    return answerPage(request, response, this.inventory.events(asEvents(asked), { limit, cursor }));
  }
}

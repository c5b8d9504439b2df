import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import { MOST_ROWS } from '../../query/page/listing.js';
import { REST_PATH } from '../paths.js';
import type { AnsweredList } from '../rest/answered-list.js';
import { CONTAINER_EXAMPLE, ContainerAnswer } from '../rest/container.answer.js';
import { EVENT_EXAMPLE, EventAnswer } from '../rest/event.answer.js';
import { HOST_EXAMPLE, HostAnswer } from '../rest/host.answer.js';
import { INTERFACE_EXAMPLE, InterfaceAnswer } from '../rest/interface.answer.js';
import { Inventory } from '../rest/inventory.js';
import { NETWORK_EXAMPLE, NetworkAnswer } from '../rest/network.answer.js';
import { PATTERN_EXAMPLE, PatternAnswer } from '../rest/pattern.answer.js';
import { Parameters } from '../rest/parameters/decorators.js';
import { asEvents, EVENTS } from '../rest/parameters/events.js';
import { asFilter, FILTER } from '../rest/parameters/filter.js';
import type { ValuesOf } from '../rest/parameters/parameter.js';
import { asPatterns, PATTERNS } from '../rest/parameters/patterns.js';
import { ApiExport } from './export.docs.js';
import { ExportService } from './export.service.js';
import type { FormatName } from './format.js';
import { FormatPipe } from './format.pipe.js';
import { columnsOf } from './tables.js';
import type { Column, Table } from './table.js';

const HOSTS = columnsOf(HOST_EXAMPLE);
const INTERFACES = columnsOf(INTERFACE_EXAMPLE);
const CONTAINERS = columnsOf(CONTAINER_EXAMPLE);
const NETWORKS = columnsOf(NETWORK_EXAMPLE);
const CHANGES = columnsOf(EVENT_EXAMPLE);
const FOUND = columnsOf(PATTERN_EXAMPLE);
const TIMELINE = { ...FILTER, ...EVENTS };
const FINDINGS = { ...FILTER, ...PATTERNS };
/** All of a list. */
export const WHOLE = { limit: MOST_ROWS, cursor: null };
/** The example of a refusal. */
export const BAD_FILTER = { field: 'hostname', reason: 'is not known here: use host, interface …' };

type Filtered = ValuesOf<typeof FILTER>;

/** What there is, and what changed, as files: the same as the lists of REST. */
@Controller(`${REST_PATH}/export`)
export class ListExportController {
  constructor(
    private readonly inventory: Inventory,
    private readonly exports: ExportService,
  ) {}

  @Get('hosts.:format')
  @ApiExport<HostAnswer>({
    ...{ name: 'hosts', summary: 'Exports hosts, by name.', parameters: FILTER, refusal: BAD_FILTER },
    ...{ columns: HOSTS, example: HOST_EXAMPLE, model: HostAnswer },
  })
  hosts(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(FILTER) values: Filtered,
    @Res() response: Response,
  ): Promise<void> {
    const open = (): Table<HostAnswer> => tableOf(HOSTS, this.inventory.hosts(asFilter(values), WHOLE));
    return this.exports.send(response, 'hosts', format, open);
  }

  @Get('interfaces.:format')
  @ApiExport<InterfaceAnswer>({
    ...{ name: 'interfaces', summary: 'Exports interfaces, by host, uplinks first.', parameters: FILTER },
    ...{ refusal: BAD_FILTER, columns: INTERFACES, example: INTERFACE_EXAMPLE, model: InterfaceAnswer },
  })
  interfaces(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(FILTER) values: Filtered,
    @Res() response: Response,
  ): Promise<void> {
    const open = (): Table<InterfaceAnswer> => tableOf(INTERFACES, this.inventory.interfaces(asFilter(values), WHOLE));
    return this.exports.send(response, 'interfaces', format, open);
  }

  @Get('containers.:format')
  @ApiExport<ContainerAnswer>({
    ...{ name: 'containers', summary: 'Exports containers, by name.', parameters: FILTER, refusal: BAD_FILTER },
    ...{ columns: CONTAINERS, example: CONTAINER_EXAMPLE, model: ContainerAnswer },
  })
  containers(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(FILTER) values: Filtered,
    @Res() response: Response,
  ): Promise<void> {
    const open = (): Table<ContainerAnswer> => tableOf(CONTAINERS, this.inventory.containers(asFilter(values), WHOLE));
    return this.exports.send(response, 'containers', format, open);
  }

  @Get('networks.:format')
  @ApiExport<NetworkAnswer>({
    ...{ name: 'networks', summary: 'Exports networks, by name.', parameters: FILTER, refusal: BAD_FILTER },
    ...{ columns: NETWORKS, example: NETWORK_EXAMPLE, model: NetworkAnswer },
  })
  networks(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(FILTER) values: Filtered,
    @Res() response: Response,
  ): Promise<void> {
    const open = (): Table<NetworkAnswer> => tableOf(NETWORKS, this.inventory.networks(asFilter(values), WHOLE));
    return this.exports.send(response, 'networks', format, open);
  }

  @Get('events.:format')
  @ApiExport<EventAnswer>({
    ...{ name: 'events', summary: 'Exports changes, the newest first.', parameters: TIMELINE, refusal: BAD_FILTER },
    ...{ columns: CHANGES, example: EVENT_EXAMPLE, model: EventAnswer },
  })
  events(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(TIMELINE) values: ValuesOf<typeof TIMELINE>,
    @Res() response: Response,
  ): Promise<void> {
    const open = (): Table<EventAnswer> => tableOf(CHANGES, this.inventory.events(asEvents(values), WHOLE));
    return this.exports.send(response, 'events', format, open);
  }

  @Get('patterns.:format')
  @ApiExport<PatternAnswer>({
    ...{ name: 'patterns', summary: 'Exports what was found in traffic, the newest first.', parameters: FINDINGS },
    ...{ refusal: BAD_FILTER, columns: FOUND, example: PATTERN_EXAMPLE, model: PatternAnswer },
  })
  patterns(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(FINDINGS) values: ValuesOf<typeof FINDINGS>,
    @Res() response: Response,
  ): Promise<void> {
    const open = (): Table<PatternAnswer> => tableOf(FOUND, this.inventory.patterns(asPatterns(values), WHOLE));
    return this.exports.send(response, 'patterns', format, open);
  }
}

/** A list as a table. */
export function tableOf<Answer>(columns: readonly Column<Answer>[], list: AnsweredList<Answer>): Table<Answer> {
  return { columns, batches: list.batches(), size: async () => ({ unit: 'rows', count: await list.count() }) };
}

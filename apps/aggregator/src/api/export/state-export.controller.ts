import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Response } from 'express';
import { HostRepository } from '../../query/hosts.js';
import { FIGURE_NAMES } from '../../query/states/figure-names.js';
import { HOST_STATE_GROUPS } from '../../query/states/host-series.sql.js';
import { type StatePieces, StateRowsQuery } from '../../query/states/state-rows.query.js';
import { REST_PATH } from '../paths.js';
import { Parameters } from '../rest/parameters/decorators.js';
import type { ValuesOf } from '../rest/parameters/parameter.js';
import { asStates, HOST_STATES, PROTOCOL_STATES, STATES } from '../rest/parameters/states.js';
import { accepted } from '../rest/refused.js';
import { ApiExport } from './export.docs.js';
import { ExportService } from './export.service.js';
import type { FormatName } from './format.js';
import { FormatPipe } from './format.pipe.js';
import { describedStates, OF_CONTAINER, OF_HOST, OF_NAMESPACE, OF_WAY } from './state-export.docs.js';
import { type OfLine, type StateLine, stateTable } from './state.table.js';

const [CONTAINER_FIGURES, WAY_FIGURES] = [FIGURE_NAMES.containers(), FIGURE_NAMES.latencies()];

/** States of hosts and containers, protocols and distances as files. */
@Controller(`${REST_PATH}/export`)
export class StateExportController {
  constructor(
    private readonly rows: StateRowsQuery,
    private readonly hosts: HostRepository,
    private readonly exports: ExportService,
  ) {}

  @Get('host-series.:format')
  @ApiExport(describedStates('host-series', HOST_STATES, OF_HOST, FIGURE_NAMES.hosts(HOST_STATE_GROUPS)))
  hostSeries(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(HOST_STATES) { groups, ...values }: ValuesOf<typeof HOST_STATES>,
    @Res() response: Response,
  ): Promise<void> {
    const open = () => this.rows.hosts(asStates(values, Date.now()), groups);
    return this.send(response, 'host-series', format, open, OF_HOST, FIGURE_NAMES.hosts(groups));
  }

  @Get('container-series.:format')
  @ApiExport(describedStates('container-series', STATES, OF_CONTAINER, CONTAINER_FIGURES))
  containerSeries(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(STATES) values: ValuesOf<typeof STATES>,
    @Res() response: Response,
  ): Promise<void> {
    const open = () => this.rows.containers(asStates(values, Date.now()));
    return this.send(response, 'container-series', format, open, OF_CONTAINER, CONTAINER_FIGURES);
  }

  @Get('protocol-series.:format')
  @ApiExport(
    describedStates(
      'protocol-series',
      PROTOCOL_STATES,
      OF_NAMESPACE,
      FIGURE_NAMES.protocols(['tcpOutSegments', 'tcpRetransmittedSegments']),
    ),
  )
  protocolSeries(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(PROTOCOL_STATES) { counters, ...values }: ValuesOf<typeof PROTOCOL_STATES>,
    @Res() response: Response,
  ): Promise<void> {
    const open = () => this.rows.protocols(asStates(values, Date.now()), counters);
    return this.send(response, 'protocol-series', format, open, OF_NAMESPACE, FIGURE_NAMES.protocols(counters));
  }

  @Get('latency-series.:format')
  @ApiExport(describedStates('latency-series', STATES, OF_WAY, WAY_FIGURES))
  latencySeries(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(STATES) values: ValuesOf<typeof STATES>,
    @Res() response: Response,
  ): Promise<void> {
    const open = () => this.rows.latencies(asStates(values, Date.now()));
    return this.send(response, 'latency-series', format, open, OF_WAY, WAY_FIGURES);
  }

  private send<Line extends StateLine>(
    response: Response,
    name: string,
    format: FormatName,
    open: () => Promise<Decoded<StatePieces<Line>>>,
    of: OfLine<Line>,
    figures: readonly string[],
  ): Promise<void> {
    return this.exports.send(response, name, format, async () =>
      stateTable(accepted(await open()), of, figures, (hostIds) => this.hosts.byIds(hostIds)),
    );
  }
}

import { Controller, Get, Param, Res } from '@nestjs/common';
import type { Response } from 'express';
import type { EntityKind } from '../../query/entities/entity.js';
import { REST_PATH } from '../paths.js';
import { ENTITY_EXAMPLE, EntityAnswer } from '../rest/entity.answer.js';
import { Inventory } from '../rest/inventory.js';
import { Parameters } from '../rest/parameters/decorators.js';
import { asFilter, FILTER } from '../rest/parameters/filter.js';
import type { ValuesOf } from '../rest/parameters/parameter.js';
import { ApiExport, type Described } from './export.docs.js';
import { ExportService } from './export.service.js';
import type { FormatName } from './format.js';
import { FormatPipe } from './format.pipe.js';
import { BAD_FILTER, tableOf, WHOLE } from './list-export.controller.js';
import { columnsOf } from './tables.js';

const COLUMNS = columnsOf(ENTITY_EXAMPLE);

type Filtered = ValuesOf<typeof FILTER>;

const described = (name: string): Described<EntityAnswer> => ({
  ...{ name, summary: `Exports ${name}, by name; those of which a container passes.`, parameters: FILTER },
  ...{ refusal: BAD_FILTER, columns: COLUMNS, example: ENTITY_EXAMPLE, model: EntityAnswer },
});

/** What containers make up over all hosts, as files. */
@Controller(`${REST_PATH}/export`)
export class EntityExportController {
  constructor(
    private readonly inventory: Inventory,
    private readonly exports: ExportService,
  ) {}

  @Get('stacks.:format')
  @ApiExport<EntityAnswer>(described('stacks'))
  stacks(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(FILTER) values: Filtered,
    @Res() response: Response,
  ): Promise<void> {
    return this.send('stack', format, values, response);
  }

  @Get('services.:format')
  @ApiExport<EntityAnswer>(described('services'))
  services(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(FILTER) values: Filtered,
    @Res() response: Response,
  ): Promise<void> {
    return this.send('service', format, values, response);
  }

  @Get('workloads.:format')
  @ApiExport<EntityAnswer>(described('workloads'))
  workloads(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(FILTER) values: Filtered,
    @Res() response: Response,
  ): Promise<void> {
    return this.send('workload', format, values, response);
  }

  private send(kind: EntityKind, format: FormatName, values: Filtered, response: Response): Promise<void> {
    return this.exports.send(response, `${kind}s`, format, () =>
      tableOf(COLUMNS, this.inventory.entities(kind, asFilter(values), WHOLE)),
    );
  }
}

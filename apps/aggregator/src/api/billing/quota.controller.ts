import { applyDecorators, Controller, Get, NotFoundException, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { type AnsweredQuota, MOST_CYCLES, QuotaQuery } from '../../billing/quota.query.js';
import { ApiExport } from '../export/export.docs.js';
import { ExportService } from '../export/export.service.js';
import type { FormatName } from '../export/format.js';
import { FormatPipe } from '../export/format.pipe.js';
import { columnsOf } from '../export/tables.js';
import { REST_PATH } from '../paths.js';
import { ApiAnswer, ApiNotFound, ApiRefusals, ApiWhole, failures } from '../rest/answer.docs.js';
import { NoParameters } from '../rest/no-parameters.js';
import { ApiParameters, Parameters } from '../rest/parameters/decorators.js';
import { wholeNumber } from '../rest/parameters/kinds.js';
import type { ValuesOf } from '../rest/parameters/parameter.js';
import { QUOTA_CYCLE_EXAMPLE, QuotaCycleAnswer, toQuotaCycle } from './quota-cycle.answer.js';
import { QUOTA_EXAMPLE, QuotaAnswer, QuotaWithCycles, toQuota, withCycles } from './quota.answer.js';

const USUAL_CYCLES = 12;
const CYCLES = {
  cycles: wholeNumber({
    description: 'The most cycles of a quota to answer, the newest first.',
    ...{ minimum: 1, maximum: MOST_CYCLES, byDefault: USUAL_CYCLES },
  }),
};
const BAD_CYCLES = { field: 'cycles', reason: `is no whole number from 1 to ${MOST_CYCLES}` };
const COLUMNS = columnsOf(QUOTA_CYCLE_EXAMPLE);

/** What may be used within a cycle, and what was. */
@ApiTags('billing')
@Controller(REST_PATH)
export class QuotaController {
  constructor(
    private readonly query: QuotaQuery,
    private readonly exports: ExportService,
  ) {}

  @Get('quota')
  @ApiOperation({ summary: 'Lists quotas, with the cycle under way.' })
  @ApiWhole(QuotaAnswer, 'Quotas, by name.', [QUOTA_EXAMPLE])
  @NoParameters('/api/v1/quota')
  @applyDecorators(...failures('/api/v1/quota'))
  async quotas(): Promise<QuotaAnswer[]> {
    return Promise.all((await this.query.all()).map(toQuota));
  }

  @Get('quota/:id')
  @ApiOperation({ summary: 'Answers one quota, with its cycles.' })
  @ApiParam({ name: 'id', description: 'Id of the quota, from the list.', example: QUOTA_EXAMPLE.id })
  @ApiParameters(CYCLES)
  @ApiAnswer(QuotaWithCycles, 'The quota.', { ...QUOTA_EXAMPLE, cycles: [QUOTA_CYCLE_EXAMPLE] })
  @ApiRefusals('/api/v1/quota/unknown', BAD_CYCLES)
  @ApiNotFound('/api/v1/quota/unknown', 'There is no quota with id "unknown"')
  async quota(
    @Param('id') id: string,
    @Parameters(CYCLES) { cycles }: ValuesOf<typeof CYCLES>,
  ): Promise<QuotaWithCycles> {
    const found = await this.query.byId(id);
    if (!found) throw new NotFoundException(`There is no quota with id "${id}"`);
    return withCycles(found, cycles);
  }

  @Get('export/quotas.:format')
  @ApiExport<QuotaCycleAnswer>({
    ...{ name: 'quotas', summary: 'Exports what cycles of quotas came to, by name, the newest first.' },
    ...{ parameters: CYCLES, refusal: BAD_CYCLES, columns: COLUMNS },
    ...{ example: QUOTA_CYCLE_EXAMPLE, model: QuotaCycleAnswer },
  })
  async cycles(
    @Param('format', FormatPipe) format: FormatName,
    @Parameters(CYCLES) { cycles }: ValuesOf<typeof CYCLES>,
    @Res() response: Response,
  ): Promise<void> {
    const quotas = await this.query.all();
    return this.exports.send(response, 'quotas', format, () => ({
      columns: COLUMNS,
      batches: rowsOf(quotas, cycles),
      size: async () => ({ unit: 'batches', count: quotas.length }),
    }));
  }
}

async function* rowsOf(quotas: readonly AnsweredQuota[], count: number): AsyncGenerator<readonly QuotaCycleAnswer[]> {
  for (const { quota, cycles } of quotas) yield (await cycles(count)).map((cycle) => toQuotaCycle(quota, cycle));
}

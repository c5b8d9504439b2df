import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Decoded } from '@weir/model';
import { PercentileQuery } from '../../billing/percentile/percentile.query.js';
import { REST_PATH } from '../paths.js';
import { ApiAnswer, ApiRefusals } from '../rest/answer.docs.js';
import { ApiParameters, Parameters } from '../rest/parameters/decorators.js';
import type { ValuesOf } from '../rest/parameters/parameter.js';
import { accepted } from '../rest/refused.js';
import { asPercentile } from './as-percentile.js';
import { asWritten, PERCENTILE } from './percentile.parameters.js';
import { PERCENTILE_EXAMPLE, PercentileType } from './percentile.type.js';

/** What is billed by the 95th percentile. */
@ApiTags('figures')
@Controller(REST_PATH)
export class PercentileController {
  constructor(private readonly query: PercentileQuery) {}

  @Get('percentile')
  @ApiOperation({
    summary: 'Answers what is billed by the 95th percentile of five-minute averages.',
    description: 'Of n samples the highest ⌊0.05 n⌋ are dropped, and the next one counts.',
  })
  @ApiParameters(PERCENTILE)
  @ApiAnswer(PercentileType, 'Rates, how many samples they rest on, and what they cost.', PERCENTILE_EXAMPLE)
  @ApiRefusals('/api/v1/percentile', { field: 'from', reason: 'is not before to' })
  async percentile(@Parameters(PERCENTILE) values: ValuesOf<typeof PERCENTILE>): Promise<PercentileType> {
    const written = asWritten(values, Date.now());
    const answer = accepted(asParameters(await this.query.answer(written)));
    return asPercentile(answer, written.price?.currency ?? null);
  }
}

/** A refusal in the words of parameters: `subject.name` is `name`, and one of several windows is all of them. */
function asParameters<T>(answer: Decoded<T>): Decoded<T> {
  if (answer.ok) return answer;
  const { field, reason } = answer.refusal;
  return { ok: false, refusal: { field: field.replace(/^(subject|price)\.|\[.*$/g, ''), reason } };
}

import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Decoded } from '@weir/model';
import { InterfaceRepository } from '../../query/interfaces.js';
import { type CapacityAnswer as Capacity, MOST_HORIZON_DAYS, MOST_LINKS } from '../../query/outlook/capacity.js';
import { CapacityQuery } from '../../query/outlook/capacity.query.js';
import { REST_PATH } from '../paths.js';
import { ApiAnswer, ApiRefusals } from '../rest/answer.docs.js';
import { ApiParameters, Parameters } from '../rest/parameters/decorators.js';
import { asFilter, FILTER } from '../rest/parameters/filter.js';
import { amount, text, wholeNumber } from '../rest/parameters/kinds.js';
import type { ValuesOf } from '../rest/parameters/parameter.js';
import { accepted, RefusedRequest } from '../rest/refused.js';
import { CAPACITY_EXAMPLE, CapacityAnswer, toLink } from './capacity.answer.js';
import { capacityAsked, DEFAULT_HORIZON_DAYS, DEFAULT_LINKS, DEFAULT_PERCENT } from './capacity-asked.js';
import { withInterfaces } from './link-rows.js';

const { includeGone: _includeGone, ...OF_FILTER } = FILTER;
const CAPACITY = {
  ...OF_FILTER,
  net_id: text({
    description: 'Id of an interface, to ask for it alone; excludes all that chooses links.',
    example: CAPACITY_EXAMPLE.links[0]?.net_id ?? '',
  }),
  limit: wholeNumber({
    description: 'The most links to answer: those that were fullest in the last week.',
    ...{ minimum: 1, maximum: MOST_LINKS, byDefault: DEFAULT_LINKS },
  }),
  horizonDays: wholeNumber({
    description: 'How many days ahead are looked at.',
    ...{ minimum: 1, maximum: MOST_HORIZON_DAYS, byDefault: DEFAULT_HORIZON_DAYS },
  }),
  percent: amount({
    description: `From which share of its speed on a link is full, in percent; ${DEFAULT_PERCENT} where left out.`,
    example: DEFAULT_PERCENT,
  }),
};
const BAD_LIMIT = { field: 'limit', reason: `is no whole number from 1 to ${MOST_LINKS}` };
const TWO_WAYS = { field: 'net_id', reason: 'excludes all that chooses links: leave it out, or all of that' };

/** When links are full. */
@ApiTags('figures')
@Controller(REST_PATH)
export class CapacityController {
  constructor(
    private readonly query: CapacityQuery,
    private readonly interfaces: InterfaceRepository,
  ) {}

  @Get('capacity')
  @ApiOperation({
    summary: 'Answers how full links are, and when they will be, as their busy hours grow.',
    description:
      'Of the uplinks that pass a filter those that were fullest in the last week, or of one interface. Answered once a minute for all who ask ' +
      'the same. Of more than 1,000 links, the 1,000 that carried most in bytes are compared: a filter finds slow ones among them.',
  })
  @ApiParameters(CAPACITY)
  @ApiAnswer(CapacityAnswer, 'Links, those that fill up first in front.', CAPACITY_EXAMPLE)
  @ApiRefusals('/api/v1/capacity', BAD_LIMIT)
  async capacity(@Parameters(CAPACITY) values: ValuesOf<typeof CAPACITY>): Promise<CapacityAnswer> {
    const { net_id: netId, limit: first, horizonDays, percent, ...chosen } = values;
    const isChosen = Object.values(chosen).some((value) => value !== null);
    if (netId !== null && isChosen) throw new RefusedRequest(TWO_WAYS);
    const filter = isChosen ? asFilter({ ...chosen, includeGone: null }) : null;
    const asked = capacityAsked({ interface: netId, filter, first, horizonDays, percent });
    const { links, ...counts } = accepted(asParameters(await this.query.answer(asked)));
    return { links: await withInterfaces(this.interfaces, links, toLink), ...counts };
  }
}

/** The field of an interface’s id is `net_id` here; `interface` is its name. */
function asParameters(answer: Decoded<Capacity>): Decoded<Capacity> {
  if (answer.ok || answer.refusal.field !== 'interface') return answer;
  return { ok: false, refusal: { ...answer.refusal, field: 'net_id' } };
}

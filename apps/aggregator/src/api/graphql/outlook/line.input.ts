import { Field, ID, InputType } from '@nestjs/graphql';
import type { Line } from '../../../query/outlook/line.js';
import { CounterName } from '../types/enums.js';
import { FilterInput } from '../types/filter.input.js';

/** Traffic that is looked at as one line. */
@InputType('LineInput', {
  description:
    'Traffic that is looked at as one line: of an interface, a host, or all that passes a filter; one of the three is given.',
})
export class LineInput {
  @Field(() => ID, { nullable: true, description: 'Id of an interface.' })
  readonly interface?: string | null;

  @Field(() => ID, { nullable: true, description: 'Id of a host: its uplinks together.' })
  readonly host?: string | null;

  @Field(() => FilterInput, {
    nullable: true,
    description:
      'All that passes, added up: uplinks; where something is asked of containers or networks, the interfaces of containers; else ' +
      'what `classes` and `uplink` say.',
  })
  readonly filter?: FilterInput | null;

  @Field(() => CounterName, {
    nullable: true,
    description: 'The counter whose rate is looked at; left out, bytes of both ways together.',
  })
  readonly counter?: CounterName | null;
}

/** A field given as null means that it is left out. */
export function asLine({ interface: netId, host, filter, counter }: LineInput): Line {
  return { interface: netId ?? null, host: host ?? null, filter: filter ?? null, counter: counter ?? null };
}

import { ArgsType, Field, ID } from '@nestjs/graphql';
import type { AlertsAsked } from '../../../query/alerts/alert.js';
import { DateTime } from '../scalars.js';
import { FilterInput } from '../types/filter.input.js';
import { AlertSeverityEnum, AlertStateEnum } from './alert.enums.js';

/** Which alerts are listed. */
@ArgsType()
export class AlertsArgs {
  @Field(() => [AlertStateEnum], {
    nullable: true,
    description: 'Only those of these states; left out, all that fired. PENDING ones only where they are named.',
  })
  readonly states?: string[] | null;

  @Field(() => [AlertSeverityEnum], { nullable: true, description: 'Only those of these severities.' })
  readonly severities?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Only those of these rules.' })
  readonly rules?: string[] | null;

  @Field(() => ID, { nullable: true, description: 'Only those of this host and of what is on it.' })
  readonly host?: string | null;

  @Field(() => FilterInput, {
    nullable: true,
    description: 'Only those of what passes it, whether that is still there or not.',
  })
  readonly filter?: FilterInput | null;

  @Field(() => String, {
    nullable: true,
    description: 'Part of what they say, of their rule’s id, or of the name of what they are of; case does not matter.',
  })
  readonly text?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only those of this incident.' })
  readonly incident?: string | null;

  @Field(() => DateTime, { nullable: true, description: 'Only those that lasted at this moment or later.' })
  readonly from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Only those that began before.' })
  readonly to?: Date | null;
}

/** What arguments ask for; those given as null mean all. */
export function asAlertsAsked(args: AlertsArgs): AlertsAsked {
  return {
    filter: args.filter ?? {},
    states: args.states ?? null,
    severities: args.severities ?? null,
    rules: args.rules ?? null,
    host: args.host ?? null,
    text: args.text ?? null,
    incident: args.incident ?? null,
    fromMs: args.from?.getTime() ?? null,
    toMs: args.to?.getTime() ?? null,
  };
}

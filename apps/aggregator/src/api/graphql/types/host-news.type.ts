import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { HostNewsKind as Kind } from '../host-news.js';
import { DateTime } from '../scalars.js';

export const HostNewsKind = {
  ALIVE: 'alive',
  SILENT: 'silent',
  NEW: 'new',
  RENAMED: 'renamed',
  INVENTORY: 'inventory',
  LABELS: 'labels',
  FORGOTTEN: 'forgotten',
} as const satisfies Record<string, Kind>;
registerEnumType(HostNewsKind, {
  name: 'HostNewsKind',
  description: 'What happened to a host.',
  valuesMap: {
    ALIVE: { description: 'It sends samples again.' },
    SILENT: { description: 'It sends no samples any longer, see HostState.' },
    NEW: { description: 'It was stored for the first time.' },
    RENAMED: { description: 'It has another name.' },
    INVENTORY: {
      description:
        'A newer inventory of it is stored: its agent sends one when something changed, and every 10 minutes.',
    },
    LABELS: { description: 'Its labels were set.' },
    FORGOTTEN: { description: 'It is no longer stored.' },
  },
});

/** Something that happened to a host. */
@ObjectType('HostNews', { description: 'Something that happened to a host.' })
export class HostNewsType {
  @Field(() => HostNewsKind, { description: 'What happened.' })
  readonly kind: Kind;

  @Field(() => ID, { description: 'Id of the host.' })
  readonly hostId: string;

  @Field(() => String, { description: 'Its name.' })
  readonly name: string;

  @Field(() => DateTime, { description: 'When it was noticed.' })
  readonly at: Date;
}

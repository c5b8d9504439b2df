import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { EventRow } from '../../query/events.js';

/** A change on a host: an entry of the timeline. */
@ApiSchema({ name: 'Event' })
export class EventAnswer {
  @ApiProperty({ format: 'date-time', description: 'When it happened.', example: '2026-11-20T11:58:03.000Z' })
  readonly at: string;

  @ApiProperty({ description: 'Id of the host.', example: '0f8fad5b-d9cb-469f-a165-70867728950e' })
  readonly hostId: string;

  @ApiProperty({ description: 'Name of the host.', example: 'web-1' })
  readonly host: string;

  @ApiProperty({
    description: 'What happened: `container.started`, `interface.mtu`, `host.clock-wrong` …',
    example: 'interface.mtu',
  })
  readonly kind: string;

  @ApiProperty({
    description: 'What it happened to: key of an interface, id of a container or network, id of the host.',
    example: 'host/eth0',
  })
  readonly subject: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What it was before; null where it was nothing.',
    example: '1500',
  })
  readonly before: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What it is since; null where it is nothing.',
    example: '9000',
  })
  readonly after: string | null;

  @ApiProperty({ description: 'A sentence for people.', example: 'The MTU of eth0 changed from 1500 to 9000' })
  readonly text: string;
}

/** An event as REST answers it. */
export function toEvent({ at, hostId, hostName, kind, subject, before, after, text }: EventRow): EventAnswer {
  return { at: at.toISOString(), hostId, host: hostName, kind, subject, before, after, text };
}

/** The example of an answer. */
export const EVENT_EXAMPLE: EventAnswer = {
  ...{ at: '2026-11-20T11:58:03.000Z', hostId: '0f8fad5b-d9cb-469f-a165-70867728950e', host: 'web-1' },
  ...{ kind: 'interface.mtu', subject: 'host/eth0', before: '1500', after: '9000' },
  text: 'The MTU of eth0 changed from 1500 to 9000',
};

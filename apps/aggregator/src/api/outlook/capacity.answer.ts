import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { InterfaceRow } from '../../query/interfaces.js';
import type { LinkCapacity } from '../../query/outlook/capacity.js';
import { figuresOf, LinkFigures } from './link-capacity.type.js';

/** A link, and when the busy hours of its days fill it. */
@ApiSchema({ name: 'LinkCapacity' })
export class LinkCapacityAnswer extends LinkFigures {
  @ApiProperty({ description: 'Id of the interface.', example: 'qL0cV3x9T_2mZbYw' })
  readonly net_id: string;

  @ApiProperty({ description: 'Id of its host.', example: '0f8fad5b-d9cb-469f-a165-70867728950e' })
  readonly hostId: string;

  @ApiProperty({ description: 'Name of its host.', example: 'web-1' })
  readonly host: string;

  @ApiProperty({ description: 'Name of the interface.', example: 'eth0' })
  readonly name: string;

  @ApiProperty({
    ...{ enum: ['system', 'hand'], nullable: true, example: 'system' },
    description: 'Who tells its speed: its system, or somebody who set it by hand.',
  })
  readonly speedSource: string | null;
}

/** When links are full. */
@ApiSchema({ name: 'Capacity' })
export class CapacityAnswer {
  @ApiProperty({
    type: [LinkCapacityAnswer],
    description: 'The links that were fullest in the last week, those that fill up first in front.',
  })
  readonly links: readonly LinkCapacityAnswer[];

  @ApiProperty({ type: 'integer', description: 'How many links there are in all.', example: 12 })
  readonly linkCount: number;

  @ApiProperty({
    ...{ type: 'integer', example: 2 },
    description: 'How many of them tell no speed, so that nothing can be said of them.',
  })
  readonly unknownSpeedCount: number;
}

/** A link as REST answers it. */
export function toLink(link: LinkCapacity, row: InterfaceRow): LinkCapacityAnswer {
  const { netId, hostUuid, hostName, name, speedSource } = row;
  return { net_id: netId, hostId: hostUuid, host: hostName, name, speedSource, ...figuresOf(link) };
}

/** The example of an answer. */
export const CAPACITY_EXAMPLE: CapacityAnswer = {
  links: [
    {
      ...{ net_id: 'qL0cV3x9T_2mZbYw', hostId: '0f8fad5b-d9cb-469f-a165-70867728950e', host: 'web-1', name: 'eth0' },
      ...{ speedSource: 'system', counter: 'txBytes', speedBitsPerSecond: 10_000_000_000, p95PerSecond: 612_500_000 },
      ...{ utilisationPercent: 49, state: 'reaches', fullAt: new Date('2026-12-26T00:00:00.000Z') },
      ...{ daysLeft: 36, low: 30, high: 52, likelihoodPercent: 97.2 },
      sentence: 'reaches 80 % of the link on 2026-12-26 (2026-12-20 to 2027-01-11)',
    },
  ],
  ...{ linkCount: 12, unknownSpeedCount: 2 },
};

import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ListedInterface } from '../../query/interface-list.js';
import { NetworkInterface } from './network-interface.js';

const MOMENT = { type: String, format: 'date-time', nullable: true } as const;

/** An interface as it is exported: flat, with the names of what is around it. */
@ApiSchema({ name: 'Interface' })
export class InterfaceAnswer extends NetworkInterface {
  @ApiProperty({ description: 'Id of its host.', example: '0f8fad5b-d9cb-469f-a165-70867728950e' })
  readonly hostId: string;

  @ApiProperty({ description: 'Whether it is part of its host’s total.', example: false })
  readonly uplink: boolean;

  @ApiProperty({ enum: ['up', 'down', 'unknown'], description: 'State of its link.', example: 'up' })
  readonly state: string;

  @ApiProperty({
    type: 'number',
    nullable: true,
    description: 'Speed of its link; null where it tells none.',
    example: 10_000_000_000,
  })
  readonly speedBitsPerSecond: number | null;

  @ApiProperty({
    enum: ['system', 'hand'],
    nullable: true,
    description: 'Who tells that speed: its system, or somebody who set it by hand.',
    example: 'system',
  })
  readonly speedSource: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'The most bytes of a packet on it.', example: 1_500 })
  readonly mtu: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Its MAC address.', example: '02:42:ac:12:00:03' })
  readonly mac: string | null;

  @ApiProperty({ type: [String], description: 'Its IP addresses.', example: ['172.18.0.3'] })
  readonly addresses: readonly string[];

  @ApiProperty({
    ...MOMENT,
    description: 'When its counters began: boot, start of the container, or a reset.',
    example: '2026-11-19T22:01:07.000Z',
  })
  readonly countersSince: string | null;

  @ApiProperty({ type: 'integer', description: 'How often its counters began anew while weir watched.', example: 0 })
  readonly resets: number;

  @ApiProperty({ ...MOMENT, description: 'When it went; null while it is there.', example: null })
  readonly goneAt: string | null;
}

/** An interface as it is exported. */
export function toInterface({ netId, since, goneAt, ...rest }: ListedInterface): InterfaceAnswer {
  return {
    net_id: netId,
    ...rest,
    countersSince: since?.toISOString() ?? null,
    goneAt: goneAt?.toISOString() ?? null,
  };
}

/** The example of a row. */
export const INTERFACE_EXAMPLE: InterfaceAnswer = {
  ...{ net_id: 'Zr41h7sYpQe0dK-u', hostId: '0f8fad5b-d9cb-469f-a165-70867728950e', host: 'web-1', name: 'eth0' },
  ...{ class: 'container', uplink: false, container: 'shop-api-1', network: 'shop_backend', state: 'up' },
  ...{ speedBitsPerSecond: 10_000_000_000, speedSource: 'system', mtu: 1_500, mac: '02:42:ac:12:00:03' },
  addresses: ['172.18.0.3'],
  ...{ countersSince: '2026-11-19T22:01:07.000Z', resets: 0, goneAt: null },
};

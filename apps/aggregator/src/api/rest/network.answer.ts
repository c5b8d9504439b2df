import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { HostRow } from '../../query/hosts.js';
import type { NetworkRow } from '../../query/networks.js';

/** A network of a host's container runtime. */
@ApiSchema({ name: 'Network' })
export class NetworkAnswer {
  @ApiProperty({
    description: 'Id that its runtime gave it; several hosts may hold the same (Swarm).',
    example: '7d86d31b1478e7cca9ebed7e73aa0fdeec46c5ca29497431d3007d2d9e15ed99',
  })
  readonly id: string;

  @ApiProperty({ description: 'Its name.', example: 'shop_backend' })
  readonly name: string;

  @ApiProperty({ description: 'Id of the host.', example: '0f8fad5b-d9cb-469f-a165-70867728950e' })
  readonly hostId: string;

  @ApiProperty({ description: 'Name of the host.', example: 'web-1' })
  readonly host: string;

  @ApiProperty({ description: 'Its driver: `bridge`, `overlay`, `macvlan` …', example: 'bridge' })
  readonly driver: string;

  @ApiProperty({ description: 'Whether it leads nowhere outside.', example: false })
  readonly internal: boolean;

  @ApiProperty({ type: [String], description: 'Its subnets, in CIDR notation.', example: ['172.18.0.0/16'] })
  readonly subnets: readonly string[];

  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When it went; null while it is there.',
    example: null,
  })
  readonly goneAt: string | null;
}

/** A network as REST answers it. */
export function toNetwork({ id, name, driver, internal, subnets, goneAt }: NetworkRow, host: HostRow): NetworkAnswer {
  const place = { hostId: host.id, host: host.name };
  return { ...{ id, name, ...place, driver, internal, subnets }, goneAt: goneAt?.toISOString() ?? null };
}

/** The example of an answer. */
export const NETWORK_EXAMPLE: NetworkAnswer = {
  id: '7d86d31b1478e7cca9ebed7e73aa0fdeec46c5ca29497431d3007d2d9e15ed99',
  ...{ name: 'shop_backend', hostId: '0f8fad5b-d9cb-469f-a165-70867728950e', host: 'web-1' },
  ...{ driver: 'bridge', internal: false, subnets: ['172.18.0.0/16'], goneAt: null },
};

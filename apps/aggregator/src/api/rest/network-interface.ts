import { ApiProperty } from '@nestjs/swagger';

/** One entry of the list of interfaces. */
export class NetworkInterface {
  @ApiProperty({ description: 'Id of the interface.', example: 'qL0cV3x9T_2mZbYw' })
  readonly net_id: string;

  @ApiProperty({ description: 'Name of its host.', example: 'web-1' })
  readonly host: string;

  @ApiProperty({ description: 'Name of the interface.', example: 'eth0' })
  readonly name: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What it is; null until its host’s inventory has arrived.',
    example: 'container',
  })
  readonly class: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Container in whose network namespace it is; several that share it are joined by commas, and a pod stands before its containers; null for the host’s own.',
    example: 'shop-api-1',
  })
  readonly container: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Network it is on, where known.', example: 'shop_backend' })
  readonly network: string | null;
}

/** The example of an answer. */
export const NETWORK_INTERFACES_EXAMPLE: readonly NetworkInterface[] = [
  { net_id: 'qL0cV3x9T_2mZbYw', host: 'web-1', name: 'eth0', class: 'uplink', container: null, network: null },
  {
    net_id: 'Zr41h7sYpQe0dK-u',
    host: 'web-1',
    name: 'eth0',
    class: 'container',
    container: 'shop-api-1',
    network: 'shop_backend',
  },
];

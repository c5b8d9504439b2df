import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ContainerRow } from '../../query/containers.js';
import type { HostRow } from '../../query/hosts.js';

const TEXT = { type: String, nullable: true } as const;
const MOMENT = { type: String, format: 'date-time', nullable: true } as const;

/** A container of a host. */
@ApiSchema({ name: 'Container' })
export class ContainerAnswer {
  @ApiProperty({
    description: 'Its id: 64 hexadecimal digits.',
    example: '4c01db0b339c4c0bb5f1d2f3e8a1b7c6d5e4f30211223344556677889900aabb',
  })
  readonly id: string;

  @ApiProperty({
    description: 'Its name; the first digits of its id where no runtime tells one.',
    example: 'shop-api-1',
  })
  readonly name: string;

  @ApiProperty({ description: 'Id of the host.', example: '0f8fad5b-d9cb-469f-a165-70867728950e' })
  readonly hostId: string;

  @ApiProperty({ description: 'Name of the host.', example: 'web-1' })
  readonly host: string;

  @ApiProperty({ ...TEXT, description: 'Image that it was made from.', example: 'shop/api:2.1' })
  readonly image: string | null;

  @ApiProperty({ ...TEXT, description: 'Compose project or Swarm stack.', example: 'shop' })
  readonly stack: string | null;

  @ApiProperty({ ...TEXT, description: 'Compose or Swarm service.', example: 'api' })
  readonly service: string | null;

  @ApiProperty({ ...TEXT, description: 'Kubernetes pod.', example: null })
  readonly pod: string | null;

  @ApiProperty({ ...TEXT, description: 'Namespace of the pod.', example: null })
  readonly podNamespace: string | null;

  @ApiProperty({ ...TEXT, description: 'Kubernetes workload, such as `Deployment/web`.', example: null })
  readonly workload: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'The labels that its agent sends: the value of each by its key.',
    example: { team: 'shop' },
  })
  readonly labels: Readonly<Record<string, string>>;

  @ApiProperty({
    description: 'Whether it shares the network of its host, so that its traffic cannot be told apart.',
    example: false,
  })
  readonly hostNetwork: boolean;

  @ApiProperty({
    ...MOMENT,
    description: 'When it was started; null where no runtime tells.',
    example: '2026-11-19T22:01:07.000Z',
  })
  readonly startedAt: string | null;

  @ApiProperty({ ...MOMENT, description: 'When it went; null while it is there.', example: null })
  readonly goneAt: string | null;
}

/** A container as REST answers it. */
export function toContainer(row: ContainerRow, host: HostRow): ContainerAnswer {
  const { id, name, image, stack, service, pod, podNamespace, workload, labels, hostNetwork } = row;
  return {
    ...{
      id,
      name,
      hostId: host.id,
      host: host.name,
      image,
      stack,
      service,
      pod,
      podNamespace,
      workload,
      labels,
      hostNetwork,
    },
    startedAt: row.startedAt?.toISOString() ?? null,
    goneAt: row.goneAt?.toISOString() ?? null,
  };
}

/** The example of an answer. */
export const CONTAINER_EXAMPLE: ContainerAnswer = {
  id: '4c01db0b339c4c0bb5f1d2f3e8a1b7c6d5e4f30211223344556677889900aabb',
  ...{ name: 'shop-api-1', hostId: '0f8fad5b-d9cb-469f-a165-70867728950e', host: 'web-1', image: 'shop/api:2.1' },
  ...{ stack: 'shop', service: 'api', pod: null, podNamespace: null, workload: null, labels: { team: 'shop' } },
  ...{ hostNetwork: false, startedAt: '2026-11-19T22:01:07.000Z', goneAt: null },
};

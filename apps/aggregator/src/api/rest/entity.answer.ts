import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { EntityRow } from '../../query/entities/entity.js';

const TEXT = { type: String, nullable: true } as const;

/** A stack, a service or a workload over all hosts. */
@ApiSchema({ name: 'Entity' })
export class EntityAnswer {
  @ApiProperty({ description: 'Its name over all hosts, by which series are grouped.', example: 'shop/api' })
  readonly id: string;

  @ApiProperty({ ...TEXT, description: 'Compose project or Swarm stack.', example: 'shop' })
  readonly stack: string | null;

  @ApiProperty({ ...TEXT, description: 'Compose or Swarm service.', example: 'api' })
  readonly service: string | null;

  @ApiProperty({ ...TEXT, description: 'Namespace of its pods.', example: null })
  readonly podNamespace: string | null;

  @ApiProperty({ ...TEXT, description: 'Kubernetes workload, such as `Deployment/web`.', example: null })
  readonly workload: string | null;

  @ApiProperty({ type: 'integer', description: 'How many hosts it has containers on.', example: 4 })
  readonly hostCount: number;

  @ApiProperty({ type: 'integer', description: 'How many containers it has, on all hosts.', example: 12 })
  readonly containerCount: number;
}

/** A stack, a service or a workload as REST answers it. */
export function toEntity({ hosts, containers, ...named }: EntityRow): EntityAnswer {
  const { id, stack, service, podNamespace, workload } = named;
  return { id, stack, service, podNamespace, workload, hostCount: hosts, containerCount: containers };
}

/** The example of an answer. */
export const ENTITY_EXAMPLE: EntityAnswer = {
  ...{ id: 'shop/api', stack: 'shop', service: 'api', podNamespace: null, workload: null },
  ...{ hostCount: 4, containerCount: 12 },
};

import { Float, ObjectType } from '@nestjs/graphql';
import { ApiSchema } from '@nestjs/swagger';
import type { PartState } from '../../health/system/part.js';
import { DateTime } from '../graphql/scalars.js';
import { SystemAgentsType } from './agents.type.js';
import { SystemJobsType } from './jobs.type.js';
import { SystemPartType } from './part.type.js';
import { SystemPartitionType } from './partition.type.js';
import { SystemProcessType } from './process.type.js';
import { SystemRefusedType } from './refused.type.js';
import { SystemState } from './system.enums.js';
import { MOMENT, Told, valuesOf } from './told.js';

@ApiSchema({ name: 'System' })
@ObjectType('System', { description: 'How weir itself does, and what to do where it is not well.' })
export class SystemType {
  @Told(() => DateTime, { ...MOMENT, description: 'When this was found out.' })
  readonly at: Date;

  @Told(() => SystemState, { enum: valuesOf(SystemState), description: 'The worst of its parts.', example: 'good' })
  readonly state: PartState;

  @Told(() => [SystemPartType], {
    type: [SystemPartType],
    description: 'Each part, in the order in which a sample walks.',
  })
  readonly parts: readonly SystemPartType[];

  @Told(() => SystemAgentsType, { type: SystemAgentsType, description: 'The agents of the fleet.' })
  readonly agents: SystemAgentsType;

  @Told(() => Float, {
    description: 'How many ms later than it comes live it is stored, of the host that is least late.',
    example: 820,
  })
  readonly lagMilliseconds: number;

  @Told(() => SystemRefusedType, { type: SystemRefusedType, description: 'Messages that were refused.' })
  readonly refused: SystemRefusedType;

  @Told(() => SystemJobsType, { type: SystemJobsType, description: 'Exports and reports that take long.' })
  readonly jobs: SystemJobsType;

  @Told(() => [SystemProcessType], { type: [SystemProcessType], description: 'The processes of the aggregator.' })
  readonly processes: readonly SystemProcessType[];

  @Told(() => [SystemPartitionType], { type: [SystemPartitionType], description: 'Partitions of the hosts.' })
  readonly partitions: readonly SystemPartitionType[];
}

import { Float, Int, ObjectType } from '@nestjs/graphql';
import { ApiSchema } from '@nestjs/swagger';
import { DateTime } from '../graphql/scalars.js';
import { MOMENT, Told } from './told.js';

@ApiSchema({ name: 'SystemPartition' })
@ObjectType('SystemPartition', { description: 'How a partition of the hosts is analysed, as its owner said last.' })
export class SystemPartitionType {
  @Told(() => Int, { type: 'integer', description: 'Its number, from 0.', example: 0 })
  readonly partition: number;

  @Told(() => DateTime, { ...MOMENT, description: 'When its owner said so.' })
  readonly at: Date;

  @Told(() => Float, { description: 'How many ms the analysis is behind.', example: 210 })
  readonly lagMilliseconds: number;

  @Told(() => Int, { type: 'integer', description: 'How many interfaces are analysed.', example: 340 })
  readonly series: number;

  @Told(() => Int, { type: 'integer', description: 'How many of them less often than each second.', example: 0 })
  readonly thinned: number;
}

import { ID, Int, ObjectType } from '@nestjs/graphql';
import { ApiSchema } from '@nestjs/swagger';
import { DateTime } from '../graphql/scalars.js';
import { MOMENT, Told } from './told.js';

@ApiSchema({ name: 'RefusedReason' })
@ObjectType('RefusedReason', { description: 'Why messages were refused.' })
export class RefusedReasonType {
  @Told(() => String, { description: 'The field, and what is wrong with it.', example: 'ms: is not an integer' })
  readonly reason: string;

  @Told(() => Int, { type: 'integer', description: 'How many of those that are kept.', example: 3 })
  readonly count: number;

  @Told(() => DateTime, { ...MOMENT, description: 'When the newest came.' })
  readonly newestAt: Date;
}

@ApiSchema({ name: 'RefusedMessage' })
@ObjectType('RefusedMessage', { description: 'A message that was refused.' })
export class RefusedMessageType {
  @Told(() => DateTime, { ...MOMENT, description: 'When it came.' })
  readonly at: Date;

  @Told(() => String, { description: 'The field, and what is wrong with it.', example: 'ms: is not an integer' })
  readonly reason: string;

  @Told(() => ID, {
    ...{ type: String, nullable: true, example: '0f8fad5b-d9cb-469f-a165-70867728950e' },
    description: 'Id of the host that its subject names; null where that is none that is known.',
  })
  readonly hostId: string | null;

  @Told(() => String, { type: String, nullable: true, description: 'Its name.', example: 'web-1' })
  readonly hostName: string | null;
}

@ApiSchema({ name: 'SystemRefused' })
@ObjectType('SystemRefused', { description: 'Messages that were refused; the table `refused` has what they said.' })
export class SystemRefusedType {
  @Told(() => Int, { type: 'integer', description: 'How many are kept, at most about 1,000.', example: 3 })
  readonly kept: number;

  @Told(() => Int, { type: 'integer', description: 'How many came within the last hour.', example: 0 })
  readonly lastHour: number;

  @Told(() => [RefusedReasonType], { type: [RefusedReasonType], description: 'The 20 newest reasons.' })
  readonly reasons: readonly RefusedReasonType[];

  @Told(() => [RefusedMessageType], { type: [RefusedMessageType], description: 'The 20 newest messages.' })
  readonly newest: readonly RefusedMessageType[];
}

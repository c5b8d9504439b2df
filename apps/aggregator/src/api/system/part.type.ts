import { ObjectType } from '@nestjs/graphql';
import { ApiSchema } from '@nestjs/swagger';
import type { PartName, PartState } from '../../health/system/part.js';
import { SystemPartName, SystemState } from './system.enums.js';
import { Told, valuesOf } from './told.js';

@ApiSchema({ name: 'SystemPart' })
@ObjectType('SystemPart', { description: 'How a part of weir does.' })
export class SystemPartType {
  @Told(() => SystemPartName, { enum: valuesOf(SystemPartName), description: 'Which part.', example: 'stream' })
  readonly name: PartName;

  @Told(() => SystemState, { enum: valuesOf(SystemState), description: 'How it does.', example: 'good' })
  readonly state: PartState;

  @Told(() => String, { description: 'The same in a sentence.', example: '12 messages wait to be stored.' })
  readonly text: string;

  @Told(() => String, {
    type: String,
    nullable: true,
    description: 'What to do; null where it is well.',
    example: null,
  })
  readonly remedy: string | null;
}

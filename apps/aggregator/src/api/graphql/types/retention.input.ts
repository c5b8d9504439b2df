import { Field, Float, InputType } from '@nestjs/graphql';
import { StoredKind, StoredResolution } from './enums.js';

/** For how long something is to be kept. */
@InputType('RetentionInput', { description: 'For how long something is to be kept.' })
export class RetentionInput {
  @Field(() => StoredKind, { description: 'What it tells of.' })
  readonly kind: StoredKind;

  @Field(() => StoredResolution, { description: 'How fine it is.' })
  readonly resolution: StoredResolution;

  @Field(() => Float, {
    nullable: true,
    description:
      'Whole seconds, at least 21600 (6 hours); null = for ever. A coarser resolution is kept at least as long as a finer one.',
  })
  readonly keepSeconds: number | null;
}

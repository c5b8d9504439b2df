import { Field, Float, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../scalars.js';
import { StoredKind, StoredResolution } from './enums.js';

@ObjectType('StoredTable', { description: 'A table of the database.' })
export class StoredTableType {
  @Field(() => String, { description: 'Name.' })
  readonly name: string;

  @Field(() => Float, { description: 'Bytes on disk, with its indexes and all its pieces.' })
  readonly bytes: number;
}

@ObjectType('Stored', { description: 'Something that is kept for a time of its own.' })
export class StoredType {
  @Field(() => StoredKind, { description: 'What it tells of.' })
  readonly kind: StoredKind;

  @Field(() => StoredResolution, { description: 'How fine it is.' })
  readonly resolution: StoredResolution;

  @Field(() => Float, { nullable: true, description: 'Seconds for which it is kept; null = for ever.' })
  readonly keepSeconds: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Seconds for which it is kept where nothing is set; null = for ever.',
  })
  readonly defaultKeepSeconds: number | null;

  @Field(() => DateTime, { nullable: true, description: 'What is older was dropped; null where nothing was yet.' })
  readonly wholeSince: Date | null;

  @Field(() => Float, { description: 'Bytes on disk.' })
  readonly bytes: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Bytes that it grew by lately, as of a day; null until it was watched for ten minutes.',
  })
  readonly growthBytesPerDay: number | null;

  @Field(() => [StoredTableType], { description: 'Its tables.' })
  readonly tables: StoredTableType[];
}

@ObjectType('Storage', { description: 'What is stored, for how long, and what it takes.' })
export class StorageType {
  @Field(() => String, {
    description:
      'What the database is: `community` or `apache` (TimescaleDB by its licence), or `none` (PostgreSQL alone).',
  })
  readonly edition: string;

  @Field(() => Float, { description: 'Bytes that the database takes on disk.' })
  readonly databaseBytes: number;

  @Field(() => Float, {
    nullable: true,
    description: 'Bytes that the database grew by lately, as of a day; null until it was watched for ten minutes.',
  })
  readonly growthBytesPerDay: number | null;

  @Field(() => Float, { nullable: true, description: 'Bytes left on its file system; null where that is unknown.' })
  readonly diskFreeBytes: number | null;

  @Field(() => String, { nullable: true, description: 'Why the room left is unknown; null where it is known.' })
  readonly diskUnknown: string | null;

  @Field(() => [StoredType], { description: 'All that is kept for a time of its own; of a kind, finest first.' })
  readonly stored: StoredType[];

  @Field(() => Float, { description: 'Bytes of all other tables: hosts, interfaces, containers, what was received.' })
  readonly otherBytes: number;

  @Field(() => Int, {
    nullable: true,
    description: 'How many messages in the stream are not stored yet; null while NATS cannot be asked.',
  })
  readonly waitingMessages: number | null;
}

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

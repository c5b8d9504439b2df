import { Float, Int, ObjectType } from '@nestjs/graphql';
import { ApiSchema } from '@nestjs/swagger';
import { DateTime } from '../graphql/scalars.js';
import { StoredKind, StoredResolution } from '../graphql/types/enums.js';
import { MOMENT, Told, valuesOf } from '../system/told.js';

const FIGURE = { type: 'number', nullable: true } as const;

@ApiSchema({ name: 'StoredTable' })
@ObjectType('StoredTable', { description: 'A table of the database.' })
export class StoredTableType {
  @Told(() => String, { description: 'Name.', example: 'traffic_1m' })
  readonly name: string;

  @Told(() => Float, { description: 'Bytes on disk, with its indexes and all its pieces.', example: 48_234_496 })
  readonly bytes: number;
}

@ApiSchema({ name: 'Stored' })
@ObjectType('Stored', { description: 'Something that is kept for a time of its own.' })
export class StoredType {
  @Told(() => StoredKind, { enum: valuesOf(StoredKind), description: 'What it tells of.', example: 'traffic' })
  readonly kind: StoredKind;

  @Told(() => StoredResolution, { enum: valuesOf(StoredResolution), description: 'How fine it is.', example: '1m' })
  readonly resolution: StoredResolution;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 7_776_000 },
    description: 'Seconds for which it is kept; null = for ever.',
  })
  readonly keepSeconds: number | null;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 7_776_000 },
    description: 'Seconds for which it is kept where nothing is set; null = for ever.',
  })
  readonly defaultKeepSeconds: number | null;

  @Told(() => DateTime, {
    ...{ ...MOMENT, nullable: true, example: '2026-08-23T00:00:00.000Z' },
    description: 'What is older was dropped; null where nothing was yet.',
  })
  readonly wholeSince: Date | null;

  @Told(() => Float, { description: 'Bytes on disk.', example: 48_234_496 })
  readonly bytes: number;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 1_572_864 },
    description: 'Bytes that it grew by lately, as of a day; null until it was watched for ten minutes.',
  })
  readonly growthBytesPerDay: number | null;

  @Told(() => [StoredTableType], { type: [StoredTableType], description: 'Its tables.' })
  readonly tables: readonly StoredTableType[];
}

/** What is stored, for how long, and what it takes. */
@ApiSchema({ name: 'Storage' })
@ObjectType('Storage', { description: 'What is stored, for how long, and what it takes.' })
export class StorageType {
  @Told(() => String, {
    description:
      'What the database is: `community` or `apache` (TimescaleDB by its licence), or `none` (PostgreSQL alone).',
    example: 'community',
  })
  readonly edition: string;

  @Told(() => Float, { description: 'Bytes that the database takes on disk.', example: 812_646_400 })
  readonly databaseBytes: number;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 26_214_400 },
    description: 'Bytes that the database grew by lately, as of a day; null until it was watched for ten minutes.',
  })
  readonly growthBytesPerDay: number | null;

  @Told(() => Float, {
    ...{ ...FIGURE, example: 214_748_364_800 },
    description: 'Bytes left on its file system; null where that is unknown.',
  })
  readonly diskFreeBytes: number | null;

  @Told(() => String, {
    ...{ type: String, nullable: true, example: null },
    description: 'Why the room left is unknown; null where it is known.',
  })
  readonly diskUnknown: string | null;

  @Told(() => [StoredType], {
    type: [StoredType],
    description: 'All that is kept for a time of its own; of a kind, finest first.',
  })
  readonly stored: readonly StoredType[];

  @Told(() => Float, {
    description: 'Bytes of all other tables: hosts, interfaces, containers, what was received.',
    example: 18_874_368,
  })
  readonly otherBytes: number;

  @Told(() => Int, {
    ...{ type: 'integer', nullable: true, example: 12 },
    description: 'How many messages in the stream are not stored yet; null while NATS cannot be asked.',
  })
  readonly waitingMessages: number | null;
}

/** The example of an answer. */
export const STORAGE_EXAMPLE: StorageType = {
  ...{ edition: 'community', databaseBytes: 812_646_400, growthBytesPerDay: 26_214_400 },
  ...{ diskFreeBytes: 214_748_364_800, diskUnknown: null, otherBytes: 18_874_368, waitingMessages: 12 },
  stored: [
    {
      ...{ kind: 'traffic', resolution: '1m', keepSeconds: 7_776_000, defaultKeepSeconds: 7_776_000 },
      ...{ wholeSince: new Date('2026-08-23T00:00:00.000Z'), bytes: 48_234_496, growthBytesPerDay: 1_572_864 },
      tables: [{ name: 'traffic_1m', bytes: 48_234_496 }],
    },
  ],
};

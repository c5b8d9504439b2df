import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { ApiSchema } from '@nestjs/swagger';
import { DateTime } from '../graphql/scalars.js';
import { MOMENT, Told } from './told.js';

@ApiSchema({ name: 'SystemProcess' })
@ObjectType('SystemProcess', { description: 'A process of the aggregator, by what it said last.' })
export class SystemProcessType {
  @Told(() => ID, { description: 'Of this life of it.', example: '7d444840-9dc0-11d1-b245-5ffdce74fad2' })
  readonly id: string;

  @Told(() => String, { description: 'The machine or container it runs in.', example: 'weir-1' })
  readonly host: string;

  @Told(() => Int, { type: 'integer', description: 'Its process id there, from 1.', example: 1 })
  readonly pid: number;

  @Told(() => String, { description: 'Its version.', example: '0.1.0' })
  readonly version: string;

  @Told(() => [String], { type: [String], description: '`ingest`, `analyse`, `api`.', example: ['ingest'] })
  readonly roles: readonly string[];

  @Told(() => DateTime, { ...MOMENT, description: 'When it was started.' })
  readonly startedAt: Date;

  @Told(() => DateTime, { ...MOMENT, description: 'When it said so; it does every 5 s.' })
  readonly seenAt: Date;

  @Told(() => Float, {
    ...{ type: Number, nullable: true, example: null },
    description: 'For how many ms it has said nothing, by the clock of the database; null while it does.',
  })
  readonly silentMilliseconds: number | null;

  @Told(() => Float, { description: 'Bytes of memory that it takes.', example: 146_800_640 })
  readonly memoryBytes: number;

  @Told(() => Boolean, { description: 'Whether it has NATS.', example: true })
  readonly isNatsUp: boolean;

  @Told(() => [Int], {
    ...{ type: 'array', items: { type: 'integer' }, nullable: true, example: null },
    description:
      'Numbers, from 0, of the partitions of the hosts that it analyses; null where it does not have that role.',
  })
  readonly partitions: readonly number[] | null;

  @Told(() => Float, {
    ...{ type: Number, nullable: true, example: 412.5 },
    description: 'Rows of traffic that it stored per second lately; null where it stores none.',
  })
  readonly rowsPerSecond: number | null;

  @Told(() => Float, {
    ...{ type: Number, nullable: true, example: 0.04 },
    description:
      'Seconds from the stream’s receipt of a message to its commit, for the newest; null where it stored none.',
  })
  readonly lagSeconds: number | null;

  @Told(() => Float, {
    ...{ type: Number, nullable: true, example: 0 },
    description: 'How many messages it refused since its start; null where it stores none.',
  })
  readonly refused: number | null;

  @Told(() => String, {
    ...{ type: String, nullable: true, example: null },
    description: 'Why it cannot take messages from the stream; null where it can.',
  })
  readonly streamFault: string | null;
}

import { Float, ID, Int, ObjectType } from '@nestjs/graphql';
import { ApiSchema } from '@nestjs/swagger';
import type { PartName, PartState } from '../../health/system/parts.js';
import type { TroubleKind } from '../../health/system/troubles.js';
import { DateTime } from '../graphql/scalars.js';
import { AgentTroubleKind, SystemPartName, SystemState } from './system.enums.js';
import { Told } from './told.js';

const MOMENT = { type: String, format: 'date-time', example: '2026-11-21T12:00:00.000Z' } as const;
const valuesOf = <T extends string>(of: Readonly<Record<string, T>>): T[] => Object.values(of);

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

@ApiSchema({ name: 'AgentTrouble' })
@ObjectType('AgentTrouble', { description: 'Something that is wrong with an agent.' })
export class AgentTroubleType {
  @Told(() => ID, { description: 'Id of its host.', example: '0f8fad5b-d9cb-469f-a165-70867728950e' })
  readonly hostId: string;

  @Told(() => String, { description: 'Name of its host.', example: 'web-1' })
  readonly hostName: string;

  @Told(() => AgentTroubleKind, { enum: valuesOf(AgentTroubleKind), description: 'What it is.', example: 'failing' })
  readonly kind: TroubleKind;

  @Told(() => String, {
    description: 'The same in a sentence.',
    example: 'What fails: protocols. All else is still counted.',
  })
  readonly text: string;

  @Told(() => String, { description: 'What to do.', example: 'See the agent’s log, which says why.' })
  readonly remedy: string;
}

@ApiSchema({ name: 'AgentVersion' })
@ObjectType('AgentVersion', { description: 'How many hosts have an agent of a version.' })
export class AgentVersionType {
  @Told(() => String, {
    ...{ type: String, nullable: true, example: '0.1.0' },
    description: 'The version; null = hosts that have not told theirs.',
  })
  readonly version: string | null;

  @Told(() => Int, { type: 'integer', description: 'How many hosts.', example: 12 })
  readonly hosts: number;
}

@ApiSchema({ name: 'SystemAgents' })
@ObjectType('SystemAgents', { description: 'The agents of the fleet.' })
export class SystemAgentsType {
  @Told(() => Int, { type: 'integer', description: 'How many hosts there are.', example: 12 })
  readonly total: number;

  @Told(() => Int, { type: 'integer', description: 'How many of them send nothing.', example: 0 })
  readonly silent: number;

  @Told(() => Int, { type: 'integer', description: 'How many have collectors that fail.', example: 1 })
  readonly failing: number;

  @Told(() => [AgentVersionType], { type: [AgentVersionType], description: 'By version, the newest first.' })
  readonly versions: readonly AgentVersionType[];

  @Told(() => Int, { type: 'integer', description: 'How many things are not well.', example: 1 })
  readonly troubleCount: number;

  @Told(() => [AgentTroubleType], {
    type: [AgentTroubleType],
    description: 'The first 100 of them, by host; of one that is silent nothing else is told.',
  })
  readonly troubles: readonly AgentTroubleType[];
}

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

@ApiSchema({ name: 'SystemJobs' })
@ObjectType('SystemJobs', { description: 'Exports and reports that take long.' })
export class SystemJobsType {
  @Told(() => Int, { type: 'integer', description: 'How many wait.', example: 0 })
  readonly queued: number;

  @Told(() => Int, { type: 'integer', description: 'How many are being made.', example: 1 })
  readonly running: number;

  @Told(() => Int, { type: 'integer', description: 'How many failed within the last day.', example: 0 })
  readonly failed: number;
}

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

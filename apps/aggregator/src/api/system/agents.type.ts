import { ID, Int, ObjectType } from '@nestjs/graphql';
import { ApiSchema } from '@nestjs/swagger';
import type { TroubleKind } from '../../health/system/troubles.js';
import { AgentTroubleKind } from './system.enums.js';
import { Told, valuesOf } from './told.js';

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

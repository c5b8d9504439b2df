import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { HOST_STATES, hostState, type HostState, newestOfHost } from '../../query/host-state.js';
import type { HostRow } from '../../query/hosts.js';

const NULLABLE_TEXT = { type: String, nullable: true } as const;
const MOMENT = { type: String, format: 'date-time' } as const;

/** A machine with an agent. */
@ApiSchema({ name: 'Host' })
export class HostAnswer {
  @ApiProperty({
    description: 'UUID of the agent’s state folder; outlives renames.',
    example: '0f8fad5b-d9cb-469f-a165-70867728950e',
  })
  readonly id: string;

  @ApiProperty({ description: 'Label for people, usually the host name; not unique.', example: 'web-1' })
  readonly name: string;

  @ApiProperty({ enum: HOST_STATES, description: 'Whether it still sends samples.', example: 'alive' })
  readonly state: HostState;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'What people noted about it: the value of each label by its key.',
    example: { site: 'berlin' },
  })
  readonly labels: Readonly<Record<string, string>>;

  @ApiProperty({ ...NULLABLE_TEXT, description: 'Operating system: `linux`, `darwin`, `win32`.', example: 'linux' })
  readonly platform: string | null;

  @ApiProperty({ ...NULLABLE_TEXT, description: 'Version of its kernel.', example: '6.1.0-18-amd64' })
  readonly kernel: string | null;

  @ApiProperty({ ...NULLABLE_TEXT, description: 'Version of its agent.', example: '0.1.0' })
  readonly agentVersion: string | null;

  @ApiProperty({ type: 'integer', nullable: true, description: 'Time between two samples in ms.', example: 1_000 })
  readonly intervalMilliseconds: number | null;

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'How many ms its clock is behind, negative where it is ahead; 0 where it is right to 2 s, null where it never told.',
    example: 0,
  })
  readonly clockOffsetMilliseconds: number | null;

  @ApiProperty({ ...MOMENT, description: 'When its first sample was stored.', example: '2026-11-01T08:00:00.000Z' })
  readonly firstSeen: string;

  @ApiProperty({
    ...MOMENT,
    description: 'End of its newest sample, stored or live.',
    example: '2026-11-20T12:00:00.003Z',
  })
  readonly lastSeen: string;

  @ApiProperty({
    ...MOMENT,
    nullable: true,
    description: 'When it was booted; null where nobody can tell.',
    example: '2026-11-01T07:59:12.000Z',
  })
  readonly bootedAt: string | null;
}

/** A host as REST answers it; `liveMs` = end of its newest live sample, where one came lately. */
export function toHost(host: HostRow, liveMs: number | undefined, nowMs: number): HostAnswer {
  const { id, name, labels, agent, os, firstSeen, clockOffsetMs } = host;
  const newestMs = newestOfHost(host.lastSeen.getTime(), liveMs);
  return {
    ...{ id, name, state: hostState(newestMs, agent?.intervalMs, nowMs), labels },
    ...{ platform: os?.platform ?? null, kernel: os?.kernel ?? null },
    ...{ agentVersion: agent?.version ?? null, intervalMilliseconds: agent?.intervalMs ?? null },
    clockOffsetMilliseconds: clockOffsetMs,
    firstSeen: firstSeen.toISOString(),
    lastSeen: new Date(newestMs).toISOString(),
    bootedAt: os?.bootedAt == null ? null : new Date(os.bootedAt).toISOString(),
  };
}

/** The example of an answer. */
export const HOST_EXAMPLE: HostAnswer = {
  ...{ id: '0f8fad5b-d9cb-469f-a165-70867728950e', name: 'web-1', state: 'alive', labels: { site: 'berlin' } },
  ...{ platform: 'linux', kernel: '6.1.0-18-amd64', agentVersion: '0.1.0', intervalMilliseconds: 1_000 },
  ...{ clockOffsetMilliseconds: 0, firstSeen: '2026-11-01T08:00:00.000Z', lastSeen: '2026-11-20T12:00:00.003Z' },
  bootedAt: '2026-11-01T07:59:12.000Z',
};

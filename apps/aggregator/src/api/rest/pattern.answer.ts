import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { entityIdOf, type PatternRow } from '../../query/patterns/pattern.js';

/** Something that was found in traffic. */
@ApiSchema({ name: 'Pattern' })
export class PatternAnswer {
  @ApiProperty({ format: 'date-time', description: 'When it began.', example: '2026-11-20T02:00:00.000Z' })
  readonly startedAt: string;

  @ApiProperty({
    ...{ type: String, format: 'date-time', nullable: true, example: '2026-11-20T02:04:00.000Z' },
    description: 'When it ended; null while it lasts.',
  })
  readonly endedAt: string | null;

  @ApiProperty({ description: 'Id of the host.', example: '0f8fad5b-d9cb-469f-a165-70867728950e' })
  readonly hostId: string;

  @ApiProperty({ description: 'Name of the host.', example: 'web-1' })
  readonly host: string;

  @ApiProperty({
    description: 'What it is laid to: `interface`, `container`, `network` or `host`.',
    example: 'interface',
  })
  readonly kind: string;

  @ApiProperty({ description: 'Id of that.', example: 'Qp2fX0n1sT9aLw3v' })
  readonly id: string;

  @ApiProperty({ description: 'Name of that, as it was when the pattern was found.', example: 'eth0' })
  readonly name: string;

  @ApiProperty({ description: 'What it is: `burst`, `level-shift`, `one-way-flood` …', example: 'burst' })
  readonly pattern: string;

  @ApiProperty({ description: 'What kind of matter it is: `volume`, `loss`, `security` …', example: 'volume' })
  readonly category: string;

  @ApiProperty({ description: 'How strong it is, from 0 to 1.', example: 0.82 })
  readonly strength: number;

  @ApiProperty({ description: 'How often it came back since it began.', example: 0 })
  readonly repeats: number;

  @ApiProperty({
    ...{ type: String, nullable: true, example: 'expected' },
    description: 'What somebody said of it: `not-useful` or `expected`; null where nobody did.',
  })
  readonly feedback: string | null;

  @ApiProperty({
    description: 'A sentence for people.',
    example: '`eth0` on web-1 sent 4.2 GB between 02:00 and 02:04.',
  })
  readonly text: string;
}

/** A name of several words as one, for an address. */
export const dashed = (name: string): string => name.replaceAll(' ', '-');

/** A pattern as REST answers it. */
export function toPattern(row: PatternRow): PatternAnswer {
  const { startedAt, endedAt, hostUuid: hostId, hostName: host, entityKind: kind, entityKey, entityName: name } = row;
  return {
    ...{ startedAt: startedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null, hostId, host },
    ...{ kind, id: entityIdOf(row, kind, entityKey), name, pattern: dashed(row.class), category: row.category },
    ...{ strength: Math.round(row.strength * 1_000) / 1_000, repeats: row.repeats },
    ...{ feedback: row.verdict === null ? null : dashed(row.verdict), text: row.sentence },
  };
}

/** The example of an answer. */
export const PATTERN_EXAMPLE: PatternAnswer = {
  ...{ startedAt: '2026-11-20T02:00:00.000Z', endedAt: '2026-11-20T02:04:00.000Z' },
  ...{ hostId: '0f8fad5b-d9cb-469f-a165-70867728950e', host: 'web-1', kind: 'interface', id: 'Qp2fX0n1sT9aLw3v' },
  ...{ name: 'eth0', pattern: 'burst', category: 'volume', strength: 0.82, repeats: 0, feedback: 'expected' },
  text: '`eth0` on web-1 sent 4.2 GB between 02:00 and 02:04.',
};

import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { COUNTERS } from '@weir/model';
import { type Resolution, RESOLUTIONS } from '../../store/rollup/level.js';
import { DIMENSIONS, type GroupKey } from '../../query/grouping.js';
import type { GroupSeries, SeriesAnswer } from '../../query/series.js';

const COLUMN = { type: 'array', items: { type: 'number', nullable: true } } as const;
const columnNames = COUNTERS.flatMap((counter) => [`${counter}PerSecond`, counter]);

/** What a group is in one dimension. */
export class SeriesKey implements GroupKey {
  @ApiProperty({ enum: [...DIMENSIONS, 'label'], description: 'The dimension.', example: 'host' })
  readonly dimension: GroupKey['dimension'];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Key of the label, where the dimension is `label`.',
    example: null,
  })
  readonly label: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Id of the host or interface, or the name grouped by; null = has none (not attributed).',
    example: '0f8fad5b-d9cb-469f-a165-70867728950e',
  })
  readonly value: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What people call it; null = has none.', example: 'web-1' })
  readonly name: string | null;
}

/** Which group, or the rest beside the top, figures are of. */
export class GroupAnswered {
  @ApiProperty({
    description: 'Id of the group, unique in the answer.',
    example: '0f8fad5b-d9cb-469f-a165-70867728950e',
  })
  readonly group: string;

  @ApiProperty({ type: [SeriesKey], description: 'What it is in each dimension; empty for the rest beside the top.' })
  readonly keys: readonly GroupKey[];

  @ApiProperty({
    type: 'integer',
    nullable: true,
    description:
      'Of how many groups this is the sum, where it is that of the rest beside the top; null = it is one group.',
    example: null,
  })
  readonly others: number | null;
}

/** The figures of one group. */
export class SeriesGroup extends GroupAnswered {
  @ApiProperty({
    type: 'object',
    properties: Object.fromEntries([
      ...columnNames.map((name) => [name, COLUMN]),
      ...['rxBytes', 'txBytes'].map((name) => [`${name}PerSecondMaximum`, COLUMN]),
    ]) as Record<string, typeof COLUMN>,
    additionalProperties: false,
    description:
      'By measure, one number for each entry of `at`: `rxBytesPerSecond` = average rate, `rxBytes` = counted in the step, ' +
      '`rxBytesPerSecondMaximum` = highest rate of one sample. `null` is a gap; zero is known to be zero.',
    example: { rxBytesPerSecond: [1024.5, 0, null], txBytesPerSecond: [99, 0, null] },
  })
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

/** Rates over time. */
@ApiSchema({ name: 'Series' })
export class SeriesAnswered {
  @ApiProperty({ format: 'date-time', description: 'Start of the first step.', example: '2026-11-20T11:59:57.000Z' })
  readonly from: string;

  @ApiProperty({ format: 'date-time', description: 'End of the last step.', example: '2026-11-20T12:00:00.000Z' })
  readonly to: string;

  @ApiProperty({ type: 'integer', description: 'Length of a step in ms.', example: 1_000 })
  readonly stepMilliseconds: number;

  @ApiProperty({
    enum: RESOLUTIONS,
    description: 'What was read: samples as measured, or a roll-up; what is not rolled up yet is read from finer ones.',
    example: 'raw',
  })
  readonly resolution: Resolution;

  @ApiProperty({
    type: 'array',
    items: { type: 'integer' },
    description: 'Start of each step, ms since 1970.',
    example: [1_795_175_997_000, 1_795_175_998_000, 1_795_175_999_000],
  })
  readonly at: readonly number[];

  @ApiProperty({ type: [SeriesGroup], description: 'The groups, by name; of a top, the highest first.' })
  readonly series: readonly SeriesGroup[];

  @ApiProperty({ type: 'integer', description: 'How many groups there are, those in the rest included.', example: 1 })
  readonly groupCount: number;
}

/** Series as REST answers them. */
export function toSeries(answer: SeriesAnswer): SeriesAnswered {
  const { fromMs, toMs, stepMs, resolution, at, series, groupCount } = answer;
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    stepMilliseconds: stepMs,
    ...{ resolution, at, groupCount, series: series.map(toGroup) },
  };
}

function toGroup({ group, keys, others, columns }: GroupSeries): SeriesGroup {
  const written = Object.entries(columns).map(([name, column]) => [name, [...column]] as const);
  return { group, keys, others, columns: Object.fromEntries(written) };
}

/** The example of an answer. */
export const SERIES_EXAMPLE: SeriesAnswered = {
  from: '2026-11-20T11:59:57.000Z',
  to: '2026-11-20T12:00:00.000Z',
  stepMilliseconds: 1_000,
  resolution: 'raw',
  at: [1_795_175_997_000, 1_795_175_998_000, 1_795_175_999_000],
  groupCount: 1,
  series: [
    {
      group: '0f8fad5b-d9cb-469f-a165-70867728950e',
      keys: [{ dimension: 'host', label: null, value: '0f8fad5b-d9cb-469f-a165-70867728950e', name: 'web-1' }],
      others: null,
      columns: { rxBytesPerSecond: [1024.5, 0, null], txBytesPerSecond: [99, 0, null] },
    },
  ],
};

/** The same of one interface. */
export const INTERFACE_SERIES_EXAMPLE: SeriesAnswered = {
  ...SERIES_EXAMPLE,
  series: [
    {
      group: 'qL0cV3x9T_2mZbYw',
      keys: [{ dimension: 'interface', label: null, value: 'qL0cV3x9T_2mZbYw', name: 'eth0' }],
      others: null,
      columns: { rxBytesPerSecond: [1024.5, 0, null], txBytesPerSecond: [99, 0, null] },
    },
  ],
};

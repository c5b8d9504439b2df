import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { type Counter, COUNTERS } from '@weir/model';
import type { ExactStatistics, GroupTotals, TotalsAnswer } from '../../query/totals.js';
import { type Resolution, RESOLUTIONS } from '../../store/rollup/level.js';
import { GroupAnswered } from './series.answer.js';

const RATE = { type: 'number', nullable: true } as const;

/** What a group counted of one counter. */
export class CounterTotals {
  @ApiProperty({ enum: COUNTERS, description: 'The counter.', example: 'rxBytes' })
  readonly counter: Counter;

  @ApiProperty({
    pattern: '^\\d+$',
    description: 'What was counted: exact, as a decimal text since it may pass 2^53.',
    example: '184467440737',
  })
  readonly total: string;

  @ApiProperty({
    ...RATE,
    description: 'Total ÷ the seconds known, per second; null where nothing is known.',
    example: 51_240_955,
  })
  readonly averagePerSecond: number | null;

  @ApiProperty({
    ...RATE,
    description: 'The highest rate that one of its interfaces had in one sample (of bytes only).',
    example: 118_000_112,
  })
  readonly maximumPerSecond: number | null;

  @ApiProperty({ ...RATE, description: 'The rate that 50 % of the steps do not exceed.', example: 50_112_000 })
  readonly p50PerSecond: number | null;

  @ApiProperty({ ...RATE, description: 'The rate that 95 % of the steps do not exceed.', example: 90_500_221 })
  readonly p95PerSecond: number | null;

  @ApiProperty({ ...RATE, description: 'The rate that 99 % of the steps do not exceed.', example: 101_000_007 })
  readonly p99PerSecond: number | null;

  @ApiProperty({ type: 'number', description: 'How many seconds of the range are known.', example: 3_600 })
  readonly coveredSeconds: number;
}

/** What one group counted. */
export class TotalsGroup extends GroupAnswered {
  @ApiProperty({ type: [CounterTotals], description: 'One entry for each counter.' })
  readonly totals: readonly CounterTotals[];
}

/** What groups counted over a range. */
@ApiSchema({ name: 'Totals' })
export class TotalsAnswered {
  @ApiProperty({
    format: 'date-time',
    description: 'Begin of what was counted: as asked, or of the bucket that is left of that time.',
    example: '2026-11-20T11:00:00.000Z',
  })
  readonly from: string;

  @ApiProperty({ format: 'date-time', description: 'End of what was counted.', example: '2026-11-20T12:00:00.000Z' })
  readonly to: string;

  @ApiProperty({ enum: RESOLUTIONS, description: 'The coarsest resolution that was read.', example: '1m' })
  readonly resolution: Resolution;

  @ApiProperty({
    enum: RESOLUTIONS,
    description: 'What the ends of the range were cut at; `raw` = at samples, as asked.',
    example: 'raw',
  })
  readonly edgeResolution: Resolution;

  @ApiProperty({ type: 'integer', description: 'Length of the steps that percentiles are of, in ms.', example: 60_000 })
  readonly stepMilliseconds: number;

  @ApiProperty({ type: 'integer', description: 'How many groups there are, those in the rest included.', example: 1 })
  readonly groupCount: number;

  @ApiProperty({ type: [TotalsGroup], description: 'The groups, by name; of a top, the highest first.' })
  readonly groups: readonly TotalsGroup[];
}

/** Totals as REST answers them. */
export function toTotals(answer: TotalsAnswer): TotalsAnswered {
  const { fromMs, toMs, stepMs, resolution, edgeResolution, groupCount, groups } = answer;
  return {
    from: new Date(fromMs).toISOString(),
    to: new Date(toMs).toISOString(),
    ...{ resolution, edgeResolution, stepMilliseconds: stepMs, groupCount, groups: groups.map(toGroup) },
  };
}

function toGroup({ group, keys, others, statistics }: GroupTotals): TotalsGroup {
  return { group, keys, others, totals: statistics().map(toCounterTotals) };
}

function toCounterTotals({ total, coveredMs, ...rest }: ExactStatistics): CounterTotals {
  return { ...rest, total: String(total), coveredSeconds: coveredMs / 1_000 };
}

/** The example of an answer. */
export const TOTALS_EXAMPLE: TotalsAnswered = {
  from: '2026-11-20T11:00:00.000Z',
  to: '2026-11-20T12:00:00.000Z',
  ...{ resolution: '1m', edgeResolution: 'raw', stepMilliseconds: 60_000, groupCount: 1 },
  groups: [
    {
      group: '0f8fad5b-d9cb-469f-a165-70867728950e',
      keys: [{ dimension: 'host', label: null, value: '0f8fad5b-d9cb-469f-a165-70867728950e', name: 'web-1' }],
      others: null,
      totals: [
        {
          ...{ counter: 'rxBytes', total: '184467440737', averagePerSecond: 51_240_955, maximumPerSecond: 118_000_112 },
          ...{ p50PerSecond: 50_112_000, p95PerSecond: 90_500_221, p99PerSecond: 101_000_007, coveredSeconds: 3_600 },
        },
      ],
    },
  ],
};

import { Float, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../graphql/scalars.js';
import { Told } from '../system/told.js';

const MOMENT = { type: String, format: 'date-time' } as const;
const RATE = { type: 'number', nullable: true } as const;
const COUNT = { type: 'integer' } as const;
const RATES: { readonly type: [NumberConstructor] } = { type: [Number] };

@ObjectType('PercentileCurve', {
  description:
    'Samples from the lowest to the highest, thinned to 300 points at most: those that are billed, the lowest and the highest are among them.',
})
export class PercentileCurveType {
  @Told(() => [Int], {
    type: [Number],
    description:
      'Which sample each point is, from 1, the lowest; that which is billed is `sampleCount` − `droppedCount`.',
    example: [1, 95, 100],
  })
  readonly rank: readonly number[];

  @Told(() => [Float], { ...RATES, description: 'Bytes a second received.', example: [0, 18_250_000, 31_000_000] })
  readonly inBytesPerSecond: readonly number[];

  @Told(() => [Float], { ...RATES, description: 'Bytes a second sent.', example: [12.5, 21_500_000, 64_000_000] })
  readonly outBytesPerSecond: readonly number[];

  @Told(() => [Float], {
    ...RATES,
    description: 'Bytes a second of the busier way.',
    example: [12.5, 22_125_000, 64e6],
  })
  readonly maxBytesPerSecond: readonly number[];
}

/** What is billed by the 95th percentile. */
@ObjectType('Percentile', {
  description:
    'What is billed by the 95th percentile of five-minute averages: of n samples the highest ⌊0.05 n⌋ are dropped, and the next one counts.',
})
export class PercentileType {
  @Told(() => DateTime, {
    ...MOMENT,
    description: 'Begin of the first sample: the first multiple of five minutes in the range.',
    example: '2026-11-01T00:00:00.000Z',
  })
  readonly from: Date;

  @Told(() => DateTime, {
    ...MOMENT,
    description: 'End of the last one: of the last five minutes that end in the range, and are over.',
    example: '2026-11-20T12:00:00.000Z',
  })
  readonly to: Date;

  @Told(() => Float, {
    ...RATE,
    description: 'Bytes a second received; null where there is no sample.',
    example: 18_250_000,
  })
  readonly inBytesPerSecond: number | null;

  @Told(() => Float, { ...RATE, description: 'Bytes a second sent; null as above.', example: 21_500_000 })
  readonly outBytesPerSecond: number | null;

  @Told(() => Float, {
    ...RATE,
    description: 'Bytes a second of the way that is busier, sample by sample; null as above.',
    example: 22_125_000,
  })
  readonly maxBytesPerSecond: number | null;

  @Told(() => Int, { ...COUNT, description: 'How many samples count.', example: 5_580 })
  readonly sampleCount: number;

  @Told(() => Int, { ...COUNT, description: 'How many of them are dropped.', example: 279 })
  readonly droppedCount: number;

  @Told(() => Int, { ...COUNT, description: 'Of how many nothing is known.', example: 12 })
  readonly missingCount: number;

  @Told(() => Int, { ...COUNT, description: 'How many are left out, since they touch an excluded time.', example: 24 })
  readonly excludedCount: number;

  @Told(() => PercentileCurveType, { type: PercentileCurveType, description: 'The samples in order, for a chart.' })
  readonly curve: PercentileCurveType;

  @Told(() => Float, {
    ...RATE,
    description: 'What it costs, in `currency`; null without a price or samples.',
    example: 111.6,
  })
  readonly cost: number | null;

  @Told(() => String, { type: String, nullable: true, description: 'In which currency.', example: 'EUR' })
  readonly currency: string | null;
}

/** The example of an answer. */
export const PERCENTILE_EXAMPLE: PercentileType = {
  ...{ from: new Date('2026-11-01T00:00:00.000Z'), to: new Date('2026-11-20T12:00:00.000Z') },
  ...{ inBytesPerSecond: 18_250_000, outBytesPerSecond: 21_500_000, maxBytesPerSecond: 22_125_000 },
  ...{ sampleCount: 5_580, droppedCount: 279, missingCount: 12, excludedCount: 24 },
  curve: {
    rank: [1, 5_301, 5_580],
    inBytesPerSecond: [0, 18_250_000, 31_000_000],
    outBytesPerSecond: [12.5, 21_500_000, 64_000_000],
    maxBytesPerSecond: [12.5, 22_125_000, 64_000_000],
  },
  ...{ cost: 111.6, currency: 'EUR' },
};

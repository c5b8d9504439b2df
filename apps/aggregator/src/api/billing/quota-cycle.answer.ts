import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { CountedCycle } from '../../billing/quota.query.js';
import type { Quota } from '../../billing/quota.js';

const NUMBER_OR_NULL = { type: Number, nullable: true } as const;
const TEXT_OR_NULL = { type: String, nullable: true } as const;

/** What a quota's cycle came to, or has come to so far. Bytes are decimal texts: they may be more than 2^53. */
@ApiSchema({ name: 'QuotaCycle' })
export class QuotaCycleAnswer {
  @ApiProperty({ description: 'Id of the quota.', example: '9b2d5f0e-3c0a-4f3e-9f4e-2b6f8f1f4c11' })
  readonly quotaId: string;

  @ApiProperty({ description: 'Name of the quota.', example: 'Uplink of web-1' })
  readonly quota: string;

  @ApiProperty({ format: 'date-time', description: 'Begin.', example: '2026-10-31T23:00:00.000Z' })
  readonly from: string;

  @ApiProperty({
    format: 'date-time',
    description: 'End, not included: the begin of the next.',
    example: '2026-11-30T23:00:00.000Z',
  })
  readonly until: string;

  @ApiProperty({ description: 'Whether it is over. Samples that come late still correct it.', example: false })
  readonly isClosed: boolean;

  @ApiProperty({ format: 'date-time', description: 'As far as it was counted.', example: '2026-11-20T12:00:00.000Z' })
  readonly countedUntil: string;

  @ApiProperty({ description: 'Bytes received, in digits.', example: '1844674407370' })
  readonly receivedBytes: string;

  @ApiProperty({ description: 'Bytes sent, in digits.', example: '9223372036854' })
  readonly transmittedBytes: string;

  @ApiProperty({ description: 'Bytes that count as used, in digits.', example: '11068046444224' })
  readonly usedBytes: string;

  @ApiProperty({ ...TEXT_OR_NULL, description: 'Bytes that may be used, in digits.', example: '20000000000000' })
  readonly limitBytes: string | null;

  @ApiProperty({ ...NUMBER_OR_NULL, description: 'How much of the limit is used, in percent.', example: 55.34 })
  readonly usedPercent: number | null;

  @ApiProperty({
    ...NUMBER_OR_NULL,
    description:
      'How much is known of the time in which there was something of it, in percent: what is not known is not counted. Null where there was nothing of this name.',
    example: 99.98,
  })
  readonly coveredPercent: number | null;

  @ApiProperty({ ...NUMBER_OR_NULL, description: 'What it costs, in `currency`.', example: 53.4 })
  readonly cost: number | null;

  @ApiProperty({ ...TEXT_OR_NULL, description: 'Code of ISO 4217.', example: 'EUR' })
  readonly currency: string | null;

  @ApiProperty({
    ...TEXT_OR_NULL,
    description:
      'Bytes expected to be used in the end, in digits; null once it is over, and where too little is known.',
    example: '16800000000000',
  })
  readonly expectedBytes: string | null;

  @ApiProperty({ ...TEXT_OR_NULL, description: 'The low end of the interval, in digits.', example: '15900000000000' })
  readonly expectedLowBytes: string | null;

  @ApiProperty({ ...TEXT_OR_NULL, description: 'The high end of the interval, in digits.', example: '17700000000000' })
  readonly expectedHighBytes: string | null;

  @ApiProperty({ ...NUMBER_OR_NULL, description: 'What it is expected to cost in the end.', example: 90 })
  readonly expectedCost: number | null;

  @ApiProperty({
    ...{ ...TEXT_OR_NULL, format: 'date-time', example: null },
    description: 'When the limit is expected to be reached; null where it is not, or is reached by now.',
  })
  readonly reachesLimitAt: string | null;
}

/** A cycle as REST answers it. */
export function toQuotaCycle(quota: Quota, cycle: CountedCycle): QuotaCycleAnswer {
  const { outlook } = cycle;
  const inDigits = (bytes: number | undefined): string | null =>
    bytes === undefined ? null : String(BigInt(Math.round(bytes)));
  const iso = (ms: number): string => new Date(ms).toISOString();
  return {
    ...{ quotaId: quota.id, quota: quota.name, from: iso(cycle.fromMs), until: iso(cycle.toMs) },
    ...{ isClosed: cycle.isClosed, countedUntil: iso(cycle.countedUntilMs) },
    ...{ receivedBytes: String(cycle.receivedBytes), transmittedBytes: String(cycle.transmittedBytes) },
    ...{ usedBytes: String(cycle.usedBytes), limitBytes: quota.limitBytes === null ? null : String(quota.limitBytes) },
    ...{ usedPercent: cycle.usedPercent, coveredPercent: cycle.coveredPercent },
    ...{ cost: cycle.cost, currency: quota.currency, expectedBytes: inDigits(outlook?.usedBytes) },
    ...{ expectedLowBytes: inDigits(outlook?.lowBytes), expectedHighBytes: inDigits(outlook?.highBytes) },
    expectedCost: cycle.expectedCost,
    reachesLimitAt: outlook?.reachesLimitAtMs == null ? null : iso(outlook.reachesLimitAtMs),
  };
}

/** The example of an answer. */
export const QUOTA_CYCLE_EXAMPLE: QuotaCycleAnswer = {
  ...{ quotaId: '9b2d5f0e-3c0a-4f3e-9f4e-2b6f8f1f4c11', quota: 'Uplink of web-1' },
  ...{ from: '2026-10-31T23:00:00.000Z', until: '2026-11-30T23:00:00.000Z', isClosed: false },
  ...{ countedUntil: '2026-11-20T12:00:00.000Z', receivedBytes: '1844674407370', transmittedBytes: '9223372036854' },
  ...{ usedBytes: '11068046444224', limitBytes: '20000000000000', usedPercent: 55.34, coveredPercent: 99.98 },
  ...{ cost: 53.4, currency: 'EUR', expectedBytes: '16800000000000', expectedLowBytes: '15900000000000' },
  ...{ expectedHighBytes: '17700000000000', expectedCost: 90, reachesLimitAt: null },
};

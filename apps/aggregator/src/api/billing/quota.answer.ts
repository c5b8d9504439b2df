import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { MEASURES, type Quota, SUBJECT_KINDS } from '../../billing/quota.js';
import type { AnsweredQuota } from '../../billing/quota.query.js';
import { CYCLE_KINDS } from '../../calendar/cycle.js';
import { QUOTA_CYCLE_EXAMPLE, QuotaCycleAnswer, toQuotaCycle } from './quota-cycle.answer.js';

/** What may be used within a cycle, and what it costs; with the cycle under way. */
@ApiSchema({ name: 'Quota' })
export class QuotaAnswer {
  @ApiProperty({ description: 'Its id.', example: QUOTA_CYCLE_EXAMPLE.quotaId })
  readonly id: string;

  @ApiProperty({ description: 'What it is called.', example: QUOTA_CYCLE_EXAMPLE.quota })
  readonly name: string;

  @ApiProperty({ enum: SUBJECT_KINDS, description: 'Of what kind it is.', example: 'uplink' })
  readonly kind: string;

  @ApiProperty({
    ...{ type: String, nullable: true, example: '0f8fad5b-d9cb-469f-a165-70867728950e' },
    description: 'Id of the host; null = over all hosts.',
  })
  readonly hostId: string | null;

  @ApiProperty({
    ...{ type: String, nullable: true, example: 'eth0' },
    description: 'The name of what it is of; null of `fleet` and `host`.',
  })
  readonly subject: string | null;

  @ApiProperty({ enum: MEASURES, description: 'What counts as used.', example: 'sum' })
  readonly measure: string;

  @ApiProperty({ enum: CYCLE_KINDS, description: 'How often it begins anew.', example: 'monthly' })
  readonly cycle: string;

  @ApiProperty({ description: 'By the clocks of which place.', example: 'Europe/Berlin' })
  readonly timeZone: string;

  @ApiProperty({
    ...{ type: String, nullable: true, example: '20000000000000' },
    description: 'Bytes that may be used, in digits; null = there is no limit.',
  })
  readonly limitBytes: string | null;

  @ApiProperty({ description: 'Bytes that cost nothing more, in digits.', example: '10000000000000' })
  readonly includedBytes: string;

  @ApiProperty({
    ...{ type: Number, nullable: true, example: 0.05 },
    description: 'Price of 1,000,000,000 bytes beyond; null = it has none.',
  })
  readonly pricePerGb: number | null;

  @ApiProperty({
    ...{ type: String, nullable: true, example: 'EUR' },
    description: 'In which currency that is, by ISO 4217; null = it has no price.',
  })
  readonly currency: string | null;

  @ApiProperty({
    ...{ type: QuotaCycleAnswer, nullable: true },
    description: 'The cycle under way; null until it is counted for the first time.',
  })
  readonly current: QuotaCycleAnswer | null;
}

/** The same with the cycles before. */
@ApiSchema({ name: 'QuotaWithCycles' })
export class QuotaWithCycles extends QuotaAnswer {
  @ApiProperty({ type: [QuotaCycleAnswer], description: 'Cycles of which something was counted, the newest first.' })
  readonly cycles: readonly QuotaCycleAnswer[];
}

/** A quota as REST answers it. */
export async function toQuota({ quota, current }: AnsweredQuota): Promise<QuotaAnswer> {
  const cycle = await current();
  return { ...settingsOf(quota), current: cycle && toQuotaCycle(quota, cycle) };
}

/** The same with so many cycles. */
export async function withCycles(answered: AnsweredQuota, count: number): Promise<QuotaWithCycles> {
  const { quota } = answered;
  const cycles = (await answered.cycles(count)).map((cycle) => toQuotaCycle(quota, cycle));
  return { ...(await toQuota(answered)), cycles };
}

function settingsOf({ id, name, subject, cycle, measure, ...quota }: Quota): Omit<QuotaAnswer, 'current'> {
  return {
    ...{ id, name, kind: subject.kind, hostId: subject.host, subject: subject.name, measure, cycle: cycle.kind },
    ...{ timeZone: cycle.timeZone, limitBytes: quota.limitBytes === null ? null : String(quota.limitBytes) },
    ...{ includedBytes: String(quota.includedBytes), pricePerGb: quota.pricePerGb, currency: quota.currency },
  };
}

/** The example of an answer. */
export const QUOTA_EXAMPLE: QuotaAnswer = {
  ...{ id: QUOTA_CYCLE_EXAMPLE.quotaId, name: QUOTA_CYCLE_EXAMPLE.quota, kind: 'uplink' },
  ...{ hostId: '0f8fad5b-d9cb-469f-a165-70867728950e', subject: 'eth0', measure: 'sum', cycle: 'monthly' },
  ...{ timeZone: 'Europe/Berlin', limitBytes: '20000000000000', includedBytes: '10000000000000', pricePerGb: 0.05 },
  ...{ currency: 'EUR', current: QUOTA_CYCLE_EXAMPLE },
};

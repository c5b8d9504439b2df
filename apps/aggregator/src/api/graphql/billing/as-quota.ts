import { type AnsweredQuota, type CountedCycle, coveredPercentOf } from '../../../billing/quota.query.js';
import { percentOf, type Quota, usedOf } from '../../../billing/quota.js';
import type { WrittenQuota } from '../../../billing/read-quota.js';
import type { QuotaDayRow } from '../../../store/billing/quota-days.js';
import type { QuotaInput } from './quota.input.js';
import type { QuotaCycleType, QuotaDayType, QuotaProjectionType, QuotaType } from './quota.type.js';

/** A quota as it is answered; what was counted is asked of `answered`. */
export type QuotaAnswer = QuotaType & { readonly answered: AnsweredQuota };

export function asQuota(answered: AnsweredQuota): QuotaAnswer {
  const { id, name, subject, cycle, measure, limitBytes, includedBytes, pricePerGb, currency } = answered.quota;
  const days = { resetDay: null, days: null, firstDay: null };
  return {
    ...{ id, name, subject, measure, pricePerGb, currency, answered, cycle: { ...days, ...cycle } },
    ...{ limitBytes: limitBytes === null ? null : String(limitBytes), includedBytes: String(includedBytes) },
  };
}

/** A cycle as it is answered. */
export function asCycle(quota: Quota, cycle: CountedCycle): QuotaCycleType {
  const { isClosed, usedPercent, coveredPercent, cost, expectedCost } = cycle;
  return {
    ...{ from: new Date(cycle.fromMs), until: new Date(cycle.toMs), isClosed },
    ...{ countedFrom: new Date(cycle.countedFromMs), countedUntil: new Date(cycle.countedUntilMs) },
    ...{ receivedBytes: String(cycle.receivedBytes), transmittedBytes: String(cycle.transmittedBytes) },
    ...{ usedBytes: String(cycle.usedBytes), usedPercent, coveredPercent, cost, projectedCost: expectedCost },
    projection: projectionOf(quota, cycle),
  };
}

/** A day as it is answered. */
export function asDay({ measure }: Quota, day: QuotaDayRow): QuotaDayType {
  return {
    ...{ from: new Date(day.fromMs), until: new Date(day.toMs) },
    ...{ receivedBytes: String(day.receivedBytes), transmittedBytes: String(day.transmittedBytes) },
    ...{ usedBytes: String(usedOf(measure, day)), coveredPercent: coveredPercentOf(day) },
  };
}

/** A form as it is written down. */
export function asWritten({ cycle, ...input }: QuotaInput): WrittenQuota {
  return { ...input, cycle: { ...cycle, timeZone: cycle.timeZone ?? 'UTC' } };
}

function projectionOf(quota: Quota, { outlook }: CountedCycle): QuotaProjectionType | null {
  if (!outlook) return null;
  const inDigits = (bytes: number): string => String(BigInt(Math.round(bytes)));
  const { usedBytes, lowBytes, highBytes, reachesLimitAtMs } = outlook;
  return {
    ...{ usedBytes: inDigits(usedBytes), lowBytes: inDigits(lowBytes), highBytes: inDigits(highBytes) },
    usedPercent: percentOf(quota, BigInt(Math.round(usedBytes))),
    reachesLimitAt: reachesLimitAtMs === null ? null : new Date(reachesLimitAtMs),
  };
}

import type { Quota, QuotaInput } from '../../api/operations/volume.js';
import { zoneName } from '../../format/zone.js';
import { type SubjectForm, subjectFormOf, subjectInputOf, WHOLE_FLEET } from './subject-form.js';
import { clockOf } from './words.js';

/** A quota as its form holds it: numbers as they are typed. */
export interface QuotaForm {
  /** Null = a new one. */
  readonly id: string | null;
  readonly name: string;
  readonly subject: SubjectForm;
  readonly cycle: QuotaInput['cycle']['kind'];
  readonly resetDay: number;
  /** A time of day as a field has it. */
  readonly resetAt: string;
  readonly days: number;
  readonly firstDay: string;
  readonly timeZone: string;
  readonly measure: QuotaInput['measure'];
  readonly limitBytes: number | null;
  readonly includedBytes: number | null;
  readonly pricePerGb: number | null;
  readonly currency: string;
  /** Amounts to the byte as they were saved, which numbers are not beyond 2^53; null of a new one. */
  readonly saved: Pick<Quota, 'limitBytes' | 'includedBytes'> | null;
}

/** What most contracts say: a month, both ways, by one's own clocks. */
export function newQuota(): QuotaForm {
  return {
    ...{ id: null, name: '', subject: WHOLE_FLEET },
    ...{ cycle: 'MONTHLY', resetDay: 1, resetAt: '00:00', days: 30, firstDay: '', timeZone: zoneName() },
    ...{ measure: 'SUM', limitBytes: null, includedBytes: null, pricePerGb: null, currency: '', saved: null },
  };
}

/** A quota that is there, to be changed. */
export function quotaFormOf(quota: Quota): QuotaForm {
  const { subject, cycle } = quota;
  return {
    ...{ id: quota.id, name: quota.name, measure: quota.measure },
    subject: subjectFormOf(subject),
    ...{ cycle: cycle.kind, resetDay: cycle.resetDay ?? 1, resetAt: clockOf(cycle.resetMinute) },
    ...{ days: cycle.days ?? 30, firstDay: cycle.firstDay ?? '', timeZone: cycle.timeZone },
    limitBytes: quota.limitBytes === null ? null : Number(quota.limitBytes),
    includedBytes: quota.includedBytes === '0' ? null : Number(quota.includedBytes),
    ...{ pricePerGb: quota.pricePerGb, currency: quota.currency ?? '' },
    saved: { limitBytes: quota.limitBytes, includedBytes: quota.includedBytes },
  };
}

/** A quota as the API takes it; what is wrong is left to it to refuse. */
export function quotaInputOf(form: QuotaForm): QuotaInput {
  return {
    name: form.name.trim(),
    subject: subjectInputOf(form.subject),
    cycle: cycleOf(form),
    measure: form.measure,
    limitBytes: digitsOf(form.limitBytes, form.saved?.limitBytes),
    includedBytes: digitsOf(form.includedBytes, form.saved?.includedBytes),
    pricePerGb: form.pricePerGb,
    currency: form.pricePerGb === null ? null : form.currency.trim().toUpperCase(),
  };
}

function cycleOf({ cycle, resetDay, resetAt, days, firstDay, timeZone }: QuotaForm): QuotaInput['cycle'] {
  const [hours = 0, minutes = 0] = resetAt.split(':').map(Number);
  const begin = { kind: cycle, resetMinute: hours * 60 + minutes, timeZone: timeZone.trim() };
  if (cycle === 'EVERY_DAYS') return { ...begin, days, firstDay };
  return cycle === 'DAILY' ? begin : { ...begin, resetDay };
}

/** As it was saved, to the byte, unless another amount was typed. */
function digitsOf(amount: number | null, saved: string | null = null): string | null {
  if (amount === null) return null;
  return saved !== null && Number(saved) === amount ? saved : String(BigInt(Math.round(amount)));
}

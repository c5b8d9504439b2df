import { type Refusal, refusalOfName } from '@weir/model';
import { isCurrency, NO_CURRENCY } from './money.js';
import { readQuota, type ReadQuota, type WrittenQuota } from './read-quota.js';

/**
 * Reads a quota that somebody saves now; every fault is told at once. One that was saved before is counted on, though a name or a
 * currency as it has would be refused today.
 */
export function readNewQuota(written: WrittenQuota, id: string): ReadQuota {
  const read = readQuota(written, id);
  const found = read.ok ? [] : read.refusals;
  const more = newFaults(written).filter(({ field }) => found.every((each) => each.field !== field));
  return more.length === 0 ? read : { ok: false, refusals: [...found, ...more] };
}

function newFaults({ name, currency }: WrittenQuota): Refusal[] {
  const refusal = refusalOfName('name', name.trim());
  return [
    ...(refusal ? [refusal] : []),
    ...(currency == null || isCurrency(currency) ? [] : [{ field: 'currency', reason: NO_CURRENCY }]),
  ];
}

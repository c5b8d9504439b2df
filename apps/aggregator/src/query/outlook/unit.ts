import type { Counter } from '@weir/model';
import { bytesText, numberText } from '../../analyse/pattern/wording.js';
import type { TrendUnit } from '../../analyse/trend/sentence.js';

/** What a rate of a counter is measured in; null = bytes of both ways. */
export function unitOf(counter: Counter | null): TrendUnit {
  if (counter === null || counter.endsWith('Bytes')) return 'bytesPerSecond';
  // A packet that is dropped is one.
  return counter.endsWith('Errors') ? 'errorsPerSecond' : 'packetsPerSecond';
}

/** A rate as people write it: `4.2 MB/s`. */
export function rateText(perSecond: number, counter: Counter | null): string {
  const unit = unitOf(counter);
  if (unit === 'bytesPerSecond') return `${bytesText(perSecond)}/s`;
  return `${numberText(perSecond)} ${unit === 'errorsPerSecond' ? 'errors' : 'packets'}/s`;
}

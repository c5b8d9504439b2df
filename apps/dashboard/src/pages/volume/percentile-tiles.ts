import type { Percentile } from '../../api/operations/volume.js';
import type { Tile } from '../../components/KeyTiles.vue';
import { formatCount } from '../../format/count.js';
import type { TrafficUnit } from '../../format/rate.js';
import { describeValue } from '../../format/unit.js';
import { moneyWords } from './words.js';

/** What a percentile comes to, at a glance. */
export function percentileTiles(answer: Percentile, unit: TrafficUnit): Tile[] {
  const rate = (bytesPerSecond: number | null, side?: 'in' | 'out'): Tile['lines'] =>
    bytesPerSecond === null
      ? [{ text: 'not known', isWord: true }]
      : [{ text: describeValue(bytesPerSecond, unit), ...(side ? { side } : {}) }];
  return [
    { label: 'In', lines: rate(answer.inBytesPerSecond, 'in') },
    { label: 'Out', lines: rate(answer.outBytesPerSecond, 'out') },
    { label: 'Busier way', lines: rate(answer.maxBytesPerSecond), hint: 'sample by sample' },
    { label: 'Samples', lines: [{ text: formatCount(answer.sampleCount) }], hint: sampleWords(answer) },
    ...(answer.cost === null ? [] : [{ label: 'Cost', lines: [{ text: moneyWords(answer.cost, answer.currency) }] }]),
  ];
}

/** Which samples were dropped, are not known, or are left out. */
export function sampleWords({ droppedCount, missingCount, excludedCount }: Percentile): string {
  const told = [
    droppedCount === 0 ? 'none dropped' : `the highest ${formatCount(droppedCount)} dropped`,
    missingCount === 0 ? '' : `${formatCount(missingCount)} not known`,
    excludedCount === 0 ? '' : `${formatCount(excludedCount)} left out`,
  ];
  return told.filter(Boolean).join(', ');
}

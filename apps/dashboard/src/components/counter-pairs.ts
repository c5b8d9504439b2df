/** What tables tell of something beside its traffic, both ways: the key of the column, the unit, and the counters. */
export const COUNTER_PAIRS = [
  { key: 'packets', kind: 'packets', in: 'rxPackets', out: 'txPackets' },
  { key: 'errors', kind: 'errors', in: 'rxErrors', out: 'txErrors' },
  { key: 'drops', kind: 'drops', in: 'rxDropped', out: 'txDropped' },
] as const;

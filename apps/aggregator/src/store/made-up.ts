/**
 * Condition on a row of `unread` (under the given alias): its counters were read later, by a sample that reaches over its
 * middle, so it is no gap. Ingest splits what is longer than a minute, so such a sample began at most that much before.
 */
export const isMadeUp = (unread: string): string => `EXISTS (
  SELECT FROM traffic AS late
  WHERE late.series_id = ${unread}.series_id
    AND late.time > ${unread}.time - interval '61 s'
    AND late.time <= ${unread}.time + ${unread}.ms * interval '0.5 ms'
    AND late.time + late.ms * interval '1 ms' > ${unread}.time + ${unread}.ms * interval '0.5 ms')`;

import { SeriesAnalysis } from '../../../apps/aggregator/src/analyse/engine/series-analysis.js';
import { writeBaselines } from '../../../apps/aggregator/src/store/patterns/baselines.js';
import { openPool } from '../database.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** What is usual is known after some hours. */
const LEARNT_MINUTES = 600;
/** The uplink of web-3, which the document speaks of. */
const UPLINK = 'hht-I6kCX9N5OX9U';

const PATTERN = `
INSERT INTO pattern (pattern_id, host_id, series_id, finding, entity_kind, entity_key, entity_name, class, category, started_at,
  ended_at, last_seen_at, strength, evidence, sentence)
OVERRIDING SYSTEM VALUE
SELECT 4711, host_id, series_id, 1, 'host', host.id::text, host.name, 'burst', 'volume', $2::timestamptz,
  $2::timestamptz + interval '4 min', $2::timestamptz + interval '4 min', 0.8, $3, $4
FROM series JOIN host USING (host_id) WHERE net_id = $1 RETURNING series_id AS id`;

const CHANGE = `
INSERT INTO event (host_id, time, kind, subject, text)
SELECT host_id, $2, 'interface.mtu', key, 'eth0 takes packets of 9000 bytes instead of 1500' FROM series WHERE net_id = $1
ON CONFLICT DO NOTHING`;

const INCIDENT = `
INSERT INTO incident (id, group_key, opened_at, resolved_at, severity, rule_ids)
SELECT '4711', 'host:' || host.id, $2::timestamptz, $2::timestamptz + interval '20 min', 'warning', '{host-cpu}'
FROM series JOIN host USING (host_id) WHERE net_id = $1`;
const ALERT = `
INSERT INTO alert (id, rule_id, level, subject_key, subject, host_uuid, severity, state, since, fired_at, resolved_at, resolution,
  value, sentence, incident_id)
SELECT '4711', 'host-cpu', 'host', host.id::text, json_build_object('level', 'host', 'key', host.id, 'name', host.name, 'hostId', host.id,
    'hostName', host.name, 'network', NULL, 'service', NULL, 'containerId', NULL),
  host.id, 'warning', 'resolved', $2::timestamptz - interval '10 min', $2, $2::timestamptz + interval '20 min', 'over', 93,
  host.name || ': CPU 93 %, above 80 %', '4711'
FROM series JOIN host USING (host_id) WHERE net_id = $1`;

const EVIDENCE = {
  ...{ deviations: 14, rareDeviations: 6, txBytes: 1.2e9, rxBytes: 4e7 },
  ...{ peakBytesPerSecond: 6e6, usualBytesPerSecond: 5e5, repeats: 0 },
};
const SENTENCE = '`web-3.simulated` sent 1.2 GB between 02:00 and 02:04, at up to 6 MB/s, 12 times its usual rate.';

/** Stores what the document's examples speak of, as if the analysis had found it: it takes days to learn what is usual. */
export async function storeFound(databaseUrl: string, nowMs: number): Promise<void> {
  const pool = openPool(databaseUrl, 1);
  const startMs = Math.floor(nowMs / MINUTE_MS) * MINUTE_MS - 10 * HOUR_MS;
  const at = (ms: number): string => new Date(ms).toISOString();
  const { rows } = await pool.query<{ id: number }>(PATTERN, [UPLINK, at(startMs), EVIDENCE, SENTENCE]);
  await pool.query(CHANGE, [UPLINK, at(startMs - 3 * MINUTE_MS)]);
  for (const sql of [INCIDENT, ALERT]) await pool.query(sql, [UPLINK, at(startMs - 30 * MINUTE_MS)]);
  const state = learnt(nowMs).save();
  await writeBaselines(
    pool,
    rows.map(({ id }) => ({ seriesId: id, atMs: nowMs, state })),
  );
  await pool.end();
}

function learnt(nowMs: number): SeriesAnalysis {
  const analysis = new SeriesAnalysis();
  const rates = new Float64Array(8);
  for (let minute = 0; minute < LEARNT_MINUTES; minute += 1) {
    rates[0] = 80_000 + 4_000 * Math.sin(minute * 12.9898);
    rates[1] = 3 * (rates[0] ?? 0);
    const atMs = nowMs - (LEARNT_MINUTES - minute) * MINUTE_MS;
    analysis.feed({ atMs, lengthMs: MINUTE_MS, rates, capacityBytesPerSecond: NaN });
  }
  return analysis;
}

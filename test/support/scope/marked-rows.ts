import { randomUUID } from 'node:crypto';
import type { AlertSeed } from '../alerts/seed.js';
import type { MarkedHost } from './marked-host.js';

type Query = (sql: string, values?: unknown[]) => Promise<unknown>;

/** Ids of what is stored of a marked host, besides what its agent tells. */
export interface MarkedRows {
  readonly patternId: string;
  readonly alertId: string;
  readonly pendingId: string;
  readonly incidentId: string;
  readonly ruleId: string;
  readonly silenceId: string;
  readonly windowId: string;
  readonly annotationId: string;
  readonly channel: string;
  readonly quotaId: string;
  readonly jobId: string;
  readonly reportId: string;
}

/** Stores what people and the analysis say of a host whose inventory is stored. */
export async function storeMarked(query: Query, seed: AlertSeed, host: MarkedHost): Promise<MarkedRows> {
  const { id, marker, containerId, netIds } = host;
  await query(`UPDATE host SET labels = $2 WHERE id = $1`, [
    id,
    { [`${marker}-label`]: marker, owner: `${marker}-owner` },
  ]);
  const patternId = await storePattern(query, host);
  const ruleId = `${marker}-rule`;
  const condition = { per: 'host', threshold: { figure: 'cpuPercent', above: 80, clear: 75 } };
  const texts = {
    name: `${marker} rule`,
    labels: { [`${marker}_on`]: marker },
    runbookUrl: `https://example.org/${marker}`,
  };
  await seed.rule(ruleId, {
    ...texts,
    ...condition,
    scope: { host: { eq: `${marker}-host` } },
    channels: [`${marker}-channel`],
  });
  const [alertId, pendingId, incidentId] = [`${marker}-alert`, `${marker}-pending`, `${marker}-incident`];
  await seed.incident(incidentId, { openedMs: Date.now() - 60_000, severity: 'critical' });
  const subject = {
    level: 'container',
    key: containerId,
    name: `${marker}-web`,
    hostId: id,
    hostName: `${marker}-host`,
  };
  const alert = {
    ruleId,
    subject: { ...subject, containerId },
    severity: 'critical',
    value: 90,
    sentence: `${marker} is busy`,
  };
  const acknowledged = { by: `${marker}-somebody`, atMs: Date.now(), note: `${marker} note` };
  const silenceId = randomUUID();
  await seed.alert(alertId, {
    ...{
      ...alert,
      state: 'acknowledged',
      firedMs: Date.now() - 60_000,
      incidentId,
      acknowledged,
      silencedBy: silenceId,
    },
  });
  await seed.alert(pendingId, { ...alert, state: 'pending', firedMs: null });
  await seed.message(`${marker}-message`, {
    ...{ channel: `${marker}-channel`, title: `${marker} title`, madeMs: Date.now(), incidentIds: [incidentId] },
    failed: ['url', `${marker} failed`],
  });
  const windowId = randomUUID();
  await storeQuiet(query, marker, silenceId, windowId);
  const annotationId = randomUUID();
  await query(
    `INSERT INTO annotation (id, at, host_uuid, text, author) VALUES ($1, now(), $2, $3, $3), ($4, now(), NULL, $5, $5)`,
    [annotationId, id, `${marker} annotation`, randomUUID(), `${marker} annotation of all`],
  );
  await query(
    `INSERT INTO baseline (series_id, at, version, state) SELECT series_id, now(), 1, '' FROM series WHERE net_id = ANY ($1)`,
    [netIds],
  );
  await query(`INSERT INTO refused (at, subject, reason, payload) VALUES (now(), $1, $2, $2)`, [
    ...[`weir.v1.traffic.${id}`, `${marker} refused`],
  ]);
  return {
    patternId,
    alertId,
    pendingId,
    incidentId,
    ruleId,
    silenceId,
    windowId,
    annotationId,
    channel: `${marker}-channel`,
    quotaId: await storeQuota(query, host),
    ...(await storeJob(query, host)),
  };
}

/** A quota of the host's uplink, of which a day was counted. */
async function storeQuota(query: Query, { id, marker }: MarkedHost): Promise<string> {
  const quotaId = randomUUID();
  const subject = { kind: 'uplink', host: id, name: `${marker}up` };
  const cycle = { kind: 'monthly', resetDay: 1, timeZone: 'UTC' };
  const given = { name: `${marker} quota`, subject, cycle, measure: 'sum', limitBytes: '1000' };
  await query(`INSERT INTO quota (id, name, host_uuid, given, counts) VALUES ($1, $2, $3, $4, '')`, [
    ...[quotaId, given.name, id, given],
  ]);
  const outlook = { usedBytes: 9, lowBytes: 8, highBytes: 10, reachesLimitAtMs: Date.now() };
  await query(
    `INSERT INTO quota_outlook (quota_id, host_uuid, cycle_from, outlook) VALUES ($1, $2, date_trunc('month', now(), 'UTC'), $3)`,
    [quotaId, id, outlook],
  );
  await query(
    `INSERT INTO quota_day (quota_id, counts, host_uuid, from_at, until_at, received_bytes, transmitted_bytes, covered_ms, alive_ms,
       counted_until) SELECT $1, '', $2, day, day + interval '1 day', 1, 2, 3, 4, now() FROM date_trunc('day', now(), 'UTC') AS day`,
    [quotaId, id],
  );
  return quotaId;
}

/** A file of what is saved, which is nobody's yet. */
async function storeJob(query: Query, { marker, id }: MarkedHost): Promise<Pick<MarkedRows, 'jobId' | 'reportId'>> {
  const [jobId, reportId] = [randomUUID(), randomUUID()];
  const asked = {
    kind: 'host',
    host: id,
    name: `${marker} asked`,
    filter: { text: marker },
    range: 'lastDay',
    fromMs: null,
    toMs: null,
    compare: true,
  };
  const schedule = { cron: '0 6 * * *', timeZone: 'UTC', formats: ['csv'], channels: [`${marker}-channel`] };
  await query(
    `INSERT INTO report (id, name, definition, schedule, is_enabled, scope_key, made_by) VALUES ($1, $2, $3, $4, true, '', $5)`,
    [reportId, `${marker} report`, asked, schedule, `${marker}-somebody`],
  );
  await query(
    `INSERT INTO job (id, kind, title, asked, scope_key, made_by, report_id, state, step, failed_field, failed_reason)
     VALUES ($1, 'report', $2, '{}', '', $3, $4, 'done', $2, $2, $2)`,
    [jobId, `${marker} report`, `${marker}-somebody`, reportId],
  );
  await query(`INSERT INTO job_file (job_id, name, type, bytes, sha256) VALUES ($1, 'file.csv', $2, $3, '')`, [
    ...[jobId, `text/csv; x=${marker}`, marker.length],
  ]);
  await query(
    `INSERT INTO job_chunk (job_id, name, position, data) VALUES ($1, 'file.csv', 0, convert_to($2, 'UTF8'))`,
    [...[jobId, marker]],
  );
  return { jobId, reportId };
}

async function storePattern(query: Query, { id, marker, containerId, netIds, keys }: MarkedHost): Promise<string> {
  const seenOn = [{ kind: 'interface', key: netIds[1], name: `${marker}-inner`, class: 'burst', strength: 0.5 }];
  const rows = (await query(
    `INSERT INTO pattern (host_id, series_id, finding, entity_kind, entity_key, entity_name, class, category, started_at,
       last_seen_at, strength, evidence, sentence, seen_on)
     SELECT host_id, series_id, 1, 'container', $2, $3, 'burst', 'volume', now() - interval '1 minute', now(), 0.9, '{"baseline": 1}', $4, $5
     FROM series JOIN host USING (host_id) WHERE host.id = $1 AND series.key = $6 RETURNING pattern_id::text AS id`,
    [id, containerId, `${marker}-web`, `${marker} bursts`, JSON.stringify(seenOn), keys[0]],
  )) as { id: string }[];
  return rows[0]?.id ?? '';
}

async function storeQuiet(query: Query, marker: string, silenceId: string, windowId: string): Promise<void> {
  const scope = { host: { eq: `${marker}-host` } };
  const [fromMs, untilMs] = [Date.now() - 60_000, Date.now() + 3_600_000];
  const given = { id: silenceId, scope, fromMs, untilMs, comment: `${marker} silenced`, by: marker };
  await query(
    `INSERT INTO silence (id, given, from_at, until_at)
     VALUES ($1, $2, now(), now() + interval '1 hour'), ($3, $2, now(), now() - interval '1 second')`,
    [silenceId, given, randomUUID()],
  );
  await query(`INSERT INTO channel (name, kind, settings) VALUES ($1, 'webhook', $2)`, [
    ...[`${marker}-channel`, { url: `https://${marker}.example.org` }],
  ]);
  await query(`INSERT INTO maintenance (id, given) VALUES ($1, $2)`, [
    ...[windowId, { id: windowId, name: `${marker} window`, scope, from: '01:00', to: '02:00' }],
  ]);
}

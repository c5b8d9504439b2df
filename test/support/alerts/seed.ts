import { setTimeout as sleep } from 'node:timers/promises';
import type { Seed } from '../seed.js';

interface SeededSubject {
  readonly level: string;
  readonly key: string;
  readonly name: string;
  readonly hostId?: string;
  readonly hostName?: string;
  readonly network?: string;
  readonly service?: string;
  readonly containerId?: string;
}

interface SeededAlert {
  readonly ruleId: string;
  readonly subject: SeededSubject;
  readonly severity: string;
  readonly state: string;
  readonly firedMs: number | null;
  readonly resolvedMs?: number;
  readonly incidentId?: string;
  readonly value?: number;
  readonly sentence?: string;
  readonly acknowledged?: { readonly by: string; readonly atMs: number; readonly note: string };
  readonly silencedBy?: string;
  readonly inhibitedBy?: string;
}

interface SeededMessage {
  readonly channel: string;
  readonly title: string;
  readonly madeMs: number;
  readonly sentMs?: number;
  readonly incidentIds?: readonly string[];
  readonly failed?: readonly [field: string, reason: string];
  readonly givenUp?: boolean;
}

/** Puts alerts and what belongs to them straight into the store, for tests of what is read of them. */
export interface AlertSeed {
  rule(id: string, rule: object): Promise<void>;
  alert(id: string, alert: SeededAlert): Promise<void>;
  incident(id: string, incident: { readonly openedMs: number; readonly severity: string }): Promise<void>;
  message(id: string, message: SeededMessage): Promise<void>;
  /** So many alerts, each of a rule and in an incident of its own, until {@link takeMany}. */
  many(count: number, firedMs: number): Promise<void>;
  takeMany(): Promise<void>;
  /** Takes acknowledgements, as whoever runs rules would, once there are any. */
  takeRequests(): Promise<void>;
}

const NOBODY = { hostId: null, hostName: null, network: null, service: null, containerId: null };
const at = (ms: number | null | undefined): string | null => (ms == null ? null : new Date(ms).toISOString());

/** Opens it beside the seed of a fleet. */
export function openAlertSeed({ query }: Seed): AlertSeed {
  return {
    rule: async (id, rule) => {
      await query(
        'INSERT INTO alert_rule (id, rule, position) VALUES ($1, $2, 0) ON CONFLICT (id) DO UPDATE SET rule = $2',
        [id, { id, ...rule }],
      );
    },
    alert: async (id, alert) => {
      const { subject, firedMs } = alert;
      await query(
        `INSERT INTO alert (id, rule_id, level, subject_key, subject, host_uuid, severity, state, since, fired_at, resolved_at,
           resolution, acknowledged, value, sentence, incident_id, silenced_by, inhibited_by)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
        [
          ...[id, alert.ruleId, subject.level, subject.key, { ...NOBODY, ...subject }, subject.hostId ?? null],
          ...[alert.severity, alert.state, at(firedMs ?? Date.now()), at(firedMs), at(alert.resolvedMs)],
          ...[alert.resolvedMs === undefined ? null : 'over', alert.acknowledged ?? null, alert.value ?? null],
          ...[alert.sentence ?? `${id} is wrong`, alert.incidentId ?? null],
          ...[alert.silencedBy ?? null, alert.inhibitedBy ?? null],
        ],
      );
    },
    incident: async (id, { openedMs, severity }) => {
      await query(`INSERT INTO incident (id, group_key, opened_at, severity, rule_ids) VALUES ($1, $1, $2, $3, '{}')`, [
        ...[id, at(openedMs), severity],
      ]);
    },
    message: async (id, { channel, title, madeMs, sentMs, incidentIds = [], failed, givenUp = false }) => {
      await query(
        `INSERT INTO outbox (id, channel, kind, message, incident_ids, threads, made_at, next_try_at, tries, tried_at, sent_at, answer,
           failed_field, failed_reason, given_up_at)
         VALUES ($1, $2, 'opened', $3, $4, '{}', $5, $5, 1, $6, $7, $8, $9, $10, $11)`,
        [
          ...[id, channel, { title, severity: 'critical' }, incidentIds, at(madeMs), at(sentMs ?? madeMs), at(sentMs)],
          ...[sentMs === undefined ? null : 'taken', failed?.[0] ?? null, failed?.[1] ?? null],
          givenUp ? at(madeMs) : null,
        ],
      );
    },
    many: async (count, firedMs) => {
      await query(
        `INSERT INTO alert_rule (id, rule, position) SELECT 'many-' || n, '{}', n FROM generate_series(1, $1::int) AS n`,
        [count],
      );
      await query(
        `INSERT INTO incident (id, group_key, opened_at, severity, rule_ids)
         SELECT 'many-' || n, n, $2, 'info', '{}' FROM generate_series(1, $1::int) AS n`,
        [count, at(firedMs)],
      );
      await query(
        `INSERT INTO alert (id, rule_id, level, subject_key, subject, severity, state, since, fired_at, sentence, incident_id)
         SELECT 'many-' || n, 'many-' || n, 'service', n, $3, 'info', 'firing', $2, $2, 'many', 'many-' || n
         FROM generate_series(1, $1::int) AS n`,
        [count, at(firedMs), { ...NOBODY, level: 'service', key: 'x', name: 'x' }],
      );
    },
    takeMany: async () => {
      for (const table of ['alert', 'incident', 'alert_rule'])
        await query(`DELETE FROM ${table} WHERE id LIKE 'many-%'`);
    },
    takeRequests: async () => {
      for (;;) {
        const [request] = await query('SELECT position, alert_ids FROM alert_request');
        if (request) {
          await query(`UPDATE alert SET state = 'acknowledged' WHERE id = ANY ($1)`, [request['alert_ids']]);
          await query('DELETE FROM alert_request WHERE position = $1', [request['position']]);
          return;
        }
        await sleep(20);
      }
    },
  };
}

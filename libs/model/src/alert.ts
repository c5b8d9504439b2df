import { asText, decoding } from './fields.js';
import type { Decoded } from './refusal.js';

/** On it the owner of alerts says which of them changed; core NATS, never stored: the database has them all. */
export const ALERT_SUBJECT = 'weir.v1.alert';

/** On it somebody says, by an empty message, that rules, channels or times of quiet were changed, or that something is asked of the owner of alerts. */
export const ALERT_SETTING_SUBJECT = 'weir.v1.alert-setting';

/** On it the owner of alerts says, by an empty message, that there are messages to be sent. */
export const OUTBOX_SUBJECT = 'weir.v1.outbox';

/** Which alerts and incidents began, changed or ended, by their ids. */
export interface AlertMessage {
  readonly v: 1;
  readonly alerts: readonly string[];
  readonly incidents: readonly string[];
}

/** More are told in several messages. */
export const MOST_ALERTS_TOLD = 1_000;
const LONGEST_ID = 64;

/** Writes an alert message as JSON. */
export function encodeAlerts(message: AlertMessage): string {
  return JSON.stringify(message);
}

/** Reads an alert message; refuses what does not fit, naming the field. */
export function decodeAlerts(payload: string | Uint8Array): Decoded<AlertMessage> {
  const asId = (value: unknown, name: string): string => asText(value, name, LONGEST_ID);
  return decoding(payload, (fields) => ({
    v: fields.version(),
    alerts: fields.list('alerts', MOST_ALERTS_TOLD, asId),
    incidents: fields.list('incidents', MOST_ALERTS_TOLD, asId),
  }));
}

import { createHmac } from 'node:crypto';
import type { Message } from '../message/message.js';
import type { Reader } from '../rule/reader.js';
import { callTo, type HttpChannel, readAuthority, readUrl } from './channel.js';

export interface WebhookSettings {
  readonly url: string;
  /** `whsec_` and 24 to 64 bytes as base64. */
  readonly secret: string;
  readonly ca: string | null;
}

const SECRET = /^whsec_[A-Za-z0-9+/]+={0,2}$/;
const [LEAST_BYTES, MOST_BYTES] = [24, 64];

/**
 * A POST of JSON to a program of one's own, signed as Standard Webhooks says (standardwebhooks.com), which has libraries for receivers.
 * The id is the same however often a message is tried: what was seen before is not acted on again; the moment of sending is signed
 * too, so that old calls cannot be repeated by others.
 */
export const webhook: HttpChannel<WebhookSettings> = {
  secrets: ['secret'],
  read: (fields) => ({ url: readUrl(fields, 'url'), secret: readSecret(fields), ca: readAuthority(fields) }),
  calls: (message, { url, secret, ca }, nowMs) => {
    const body = JSON.stringify(payloadOf(message));
    const seconds = String(Math.floor(nowMs / 1_000));
    const headers = {
      'webhook-id': message.id,
      'webhook-timestamp': seconds,
      'webhook-signature': signature(message.id, seconds, body, secret),
    };
    return [{ ...callTo(url, null, { headers, ca, secretField: 'secret' }), body }];
  },
};

/** What a receiver works out as well: HMAC-SHA256 of id, moment and body. */
export function signature(id: string, seconds: string, body: string, secret: string): string {
  const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
}

/** What receivers are sent; fields are only added. */
export function payloadOf(message: Message): object {
  const { id, kind, threads, severity, atMs, title, items, moreCount, url, report } = message;
  const moment = (ms: number): string => new Date(ms).toISOString();
  return {
    version: 1,
    ...{ id, kind, severity, title, threads, url, moreCount },
    at: moment(atMs),
    alerts: items.map(({ sinceMs, endedMs, time: _, ...item }) => ({
      ...item,
      since: moment(sinceMs),
      ended: endedMs === null ? null : moment(endedMs),
    })),
    ...(report && { report: { jobId: report.jobId, text: report.lines.join('\n'), files: report.files } }),
  };
}

function readSecret(fields: Reader): string {
  const secret = fields.text('secret', 200);
  const bytes = Buffer.from(secret.slice('whsec_'.length), 'base64').length;
  if (!SECRET.test(secret) || bytes < LEAST_BYTES || bytes > MOST_BYTES) {
    fields.refuse(
      'secret',
      `must be whsec_ and ${LEAST_BYTES} to ${MOST_BYTES} random bytes as base64, such as "whsec_$(openssl rand -base64 32)" makes`,
    );
  }
  return secret;
}

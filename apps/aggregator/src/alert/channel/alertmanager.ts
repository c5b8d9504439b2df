import type { Item, Message } from '../message/message.js';
import { callTo, type HttpChannel, readAuthority, readToken, readUrl } from './channel.js';

export interface AlertmanagerSettings {
  /** Of the server, without `/api/v2/alerts`. */
  readonly url: string;
  readonly token: string | null;
  readonly ca: string | null;
}

/** It takes for over what it hears nothing of; we tell it the end, so that this only helps when that is lost. */
const LASTS_AT_MOST_MS = 7 * 86_400_000;

/** Prometheus' Alertmanager, which groups and routes by itself: it is told each alert with its labels. */
export const alertmanager: HttpChannel<AlertmanagerSettings> = {
  secrets: ['token'],
  read: (fields) => ({
    url: readUrl(fields, 'url'),
    token: fields.has('token') ? readToken(fields, 'token') : null,
    ca: readAuthority(fields),
  }),
  calls: (message, { url, token, ca }) => {
    if (message.report) return [];
    const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
    const alerts = message.items.length > 0 ? message.items.map((item) => alertOf(item, message)) : [testOf(message)];
    return [callTo(`${url.replace(/\/+$/, '')}/api/v2/alerts`, alerts, { headers, ca, secretField: 'token' })];
  },
};

function alertOf(item: Item, message: Message): object {
  const { ruleId, severity, subject, host, sentence, sinceMs, endedMs, runbookUrl } = item;
  return {
    labels: {
      ...item.labels,
      alertname: ruleId,
      severity,
      subject,
      ...(host === null ? {} : { host }),
      source: 'weir',
    },
    annotations: { summary: sentence, ...(runbookUrl === null ? {} : { runbook_url: runbookUrl }) },
    startsAt: moment(sinceMs),
    endsAt: moment(endedMs ?? message.atMs + LASTS_AT_MOST_MS),
    ...(message.url === null ? {} : { generatorURL: message.url }),
  };
}

/** A test is over as it begins. */
function testOf({ title, atMs }: Message): object {
  return {
    labels: { alertname: 'weir-test', severity: 'info', source: 'weir' },
    annotations: { summary: title },
    startsAt: moment(atMs - 1_000),
    endsAt: moment(atMs),
  };
}

function moment(ms: number): string {
  return new Date(ms).toISOString();
}

import type { Message } from '../message/message.js';
import type { Reader } from '../rule/reader.js';
import type { HttpCall } from './http-call.js';

export const CHANNEL_KINDS = [
  'email',
  'webhook',
  'slack',
  'teams',
  'discord',
  'telegram',
  'ntfy',
  'pagerduty',
  'alertmanager',
] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** A kind of channel that takes messages as calls of HTTP: what it is set by, and what a message becomes. */
export interface HttpChannel<S> {
  /** Settings that are sealed, and never answered by the API. */
  readonly secrets: readonly (keyof S & string)[];
  /** Reads the settings; faults are kept by the reader. */
  read(fields: Reader): S;
  /** The calls that tell a message; most kinds need one. */
  calls(message: Message, settings: S, nowMs: number): readonly HttpCall[];
}

const MOST_URL = 2_000;

/** The address of a server, as people copy it; what it resolves to is looked at when it is used. */
export function readUrl(fields: Reader, field: string, otherwise?: string): string {
  const url = fields.text(field, MOST_URL, otherwise);
  if (url !== '' && !(/^https?:\/\//i.test(url) && URL.canParse(url)))
    fields.refuse(field, 'must be an address that begins with https:// or http://');
  else if (url !== '' && new URL(url).username !== '')
    fields.refuse(field, 'must not hold a user or password: they would be shown');
  return url;
}

/** An authority's certificate in PEM; null where those that everybody knows are enough. */
export function readAuthority(fields: Reader): string | null {
  const ca = fields.optionalText('ca', 65_536);
  if (ca !== null && !/-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----/.test(ca))
    fields.refuse('ca', 'must be a certificate in PEM: -----BEGIN CERTIFICATE----- …');
  return ca;
}

/** Text that goes into a header as it is. */
export function readToken(fields: Reader, field: string): string {
  const token = fields.text(field, 4_096);
  if (!/^[\x21-\x7e]*$/.test(token)) fields.refuse(field, 'must be plain characters without spaces: copy it anew');
  return token;
}

/** A call whose address is the setting `url` and proves by itself who we are. */
export function callTo(url: string, body: unknown, more: Partial<HttpCall> = {}): HttpCall {
  const usual = { urlField: 'url', secretField: 'url', headers: {}, ca: null, secrets: [], faults: [] };
  return { url, body: JSON.stringify(body), ...usual, ...more };
}

/** Cuts a text that a service takes only so long of; whole characters. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : `${[...text.slice(0, most - 1)].join('').replace(/[\ud800-\udbff]$/, '')}…`;
}

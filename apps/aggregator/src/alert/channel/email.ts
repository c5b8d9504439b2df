import { isIP } from 'node:net';
import { createTransport } from 'nodemailer';
import { mailOf } from '../message/mail.js';
import type { Message } from '../message/message.js';
import type { Reader } from '../rule/reader.js';
import { ClosedAddress } from './address-guard.js';
import { readAuthority } from './channel.js';
import { type Delivery, failed, refusedForGood } from './delivery.js';
import type { Way } from './http-call.js';
import { masked } from './mask.js';
import { authoritiesOf, codeOf, isTimeout, reasonOf } from './network-error.js';

export const MAIL_TLS = ['starttls', 'tls', 'none'] as const;

export interface EmailSettings {
  readonly host: string;
  readonly port: number;
  /** `tls` from the first byte (port 465); `starttls` before anything is told (587); `none` only on one's own network. */
  readonly tls: (typeof MAIL_TLS)[number];
  readonly user: string | null;
  readonly password: string | null;
  readonly from: string;
  readonly to: readonly string[];
  readonly ca: string | null;
}

/** Settings that are sealed, and never answered by the API. */
export const EMAIL_SECRETS = ['password'] as const;

const ADDRESS = /^[^\s@<>,;:"()[\]\\]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/;
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?$/;
const MOST_RECIPIENTS = 50;
/** Files take longer than words. */
const TIMES_LONGER_WITH_FILES = 6;
const USUAL_PORTS = { starttls: 587, tls: 465, none: 25 } as const;

/** Reads the settings; faults are kept by the reader. */
export function readEmail(fields: Reader): EmailSettings {
  const tls = fields.oneOf('tls', MAIL_TLS, 'starttls');
  const settings = {
    host: readHost(fields),
    port: fields.number('port', { least: 1, most: 65_535 }, USUAL_PORTS[tls]),
    tls,
    user: fields.optionalText('user', 320),
    password: fields.optionalText('password', 1_024),
    from: fields.text('from', 320),
    to: fields.texts('to', MOST_RECIPIENTS, 320),
    ca: readAuthority(fields),
  };
  if (!Number.isInteger(settings.port)) fields.refuse('port', 'must be a whole number');
  if (settings.from !== '' && !ADDRESS.test(settings.from))
    fields.refuse('from', 'must be one address, such as weir@example.org');
  if (settings.to.length === 0) fields.refuse('to', 'must hold at least one address');
  settings.to.forEach((address, place) => {
    if (address !== '' && !ADDRESS.test(address))
      fields.refuse(`to[${place}]`, 'must be one address, such as you@example.org');
  });
  if ((settings.user === null) !== (settings.password === null))
    fields.refuse(settings.user === null ? 'user' : 'password', 'must be given too: user and password belong together');
  if (settings.user !== null && tls === 'none')
    fields.refuse('tls', 'must be starttls or tls where there is a password, which everybody on the way could read');
  return settings;
}

/** Sends a message as a mail. The server counts as having it only when it says so. */
export async function sendEmail(
  message: Message,
  settings: EmailSettings,
  { guard, timeoutMs: ofWordsMs }: Way,
): Promise<Delivery> {
  const timeoutMs = ofWordsMs * (message.attachments ? TIMES_LONGER_WITH_FILES : 1);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const address = await Promise.race([guard.resolve(settings.host), abortOf(signal)]);
    const transport = createTransport(transportOf(settings, address));
    const { response, rejected } = await transport.sendMail({ ...envelopeOf(message, settings), signal });
    // Tried again, it would come twice to those who have it.
    const refused = rejected.join(', ');
    return { ok: true, answer: refused === '' ? response : `${response}; refused for ${refused}` };
  } catch (error) {
    return isTimeout(error)
      ? failed('host', `${whereOf(settings)} did not answer within ${timeoutMs / 1_000} s`)
      : failureOf(error, settings);
  }
}

/** Names cannot be given up looking up; what waits for it can. */
function abortOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, fail) => signal.addEventListener('abort', () => fail(signal.reason), { once: true }));
}

function whereOf({ host, port }: EmailSettings): string {
  return `${host}:${port}`;
}

/** To the address that was looked at, by the name that its certificate must be of. */
function transportOf({ host, port, tls, user, password, ca }: EmailSettings, address: string) {
  const name = isIP(host) === 0 ? { servername: host } : {};
  return {
    host: address,
    port,
    secure: tls === 'tls',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === null || password === null ? {} : { auth: { user, pass: password } }),
    tls: { ...name, ...authoritiesOf(ca), minVersion: 'TLSv1.2' as const },
    ...{ disableFileAccess: true, disableUrlAccess: true },
  };
}

/** A mail under a fixed id, in one thread with the mail that began it. */
function envelopeOf(message: Message, { from, to }: EmailSettings): object {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const idOf = (id: string): string => `<${id}@${domain}>`;
  const earlier = message.threads.filter((thread) => thread !== message.id).map(idOf);
  const { subject, text, html } = mailOf(message);
  return {
    from: { name: 'weir', address: from },
    to: to.map((address) => ({ name: '', address })),
    messageId: idOf(message.id),
    ...(earlier.length === 0 ? {} : { inReplyTo: earlier[0], references: earlier.slice(0, 20) }),
    ...{ subject, text, html, date: new Date(message.atMs) },
    attachments: (message.attachments ?? []).map(({ name, type, content }) => ({
      ...{ filename: name, contentType: type, content },
    })),
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    ...(message.severity === 'critical' ? { priority: 'high' } : {}),
  };
}

function failureOf(error: unknown, settings: EmailSettings): Delivery {
  if (error instanceof ClosedAddress) return failed('host', error.message);
  const said = masked(responseOf(error), '', settings.password === null ? [] : [settings.password]);
  const where = whereOf(settings);
  switch (codeOf(error)) {
    case 'EAUTH':
    case 'ENOAUTH':
      return failed('password', `is not accepted with this user${said}`);
    case 'EENVELOPE':
      return isForGood(error)
        ? refusedForGood('to', `is refused by ${where}${said}`)
        : failed('to', `is refused by ${where} for now${said}`);
    case 'EMESSAGE':
      return isForGood(error)
        ? refusedForGood('host', `${where} does not take this message${said}`)
        : failed('host', `${where} does not take this message now${said}`);
    case 'ETLS':
      return failed(
        'tls',
        `cannot be agreed on with ${where}: look whether the port is one for it; starttls is usual at 587, tls at 465 (${reasonOf(error)})`,
      );
    default:
      return failed('host', `${where} ${reasonOf(error)}`);
  }
}

function responseOf(error: unknown): string {
  const response = typeof error === 'object' && error !== null && 'response' in error ? error.response : null;
  return typeof response === 'string' ? `: ${response.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 300)}` : '';
}

/** 5xx is for good, 4xx for now; what has no number was cut off. */
function isForGood(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'responseCode' in error ? error.responseCode : null;
  return typeof code === 'number' && code >= 500;
}

function readHost(fields: Reader): string {
  const host = fields.text('host', 253);
  if (host !== '' && !HOST.test(host) && isIP(host) === 0)
    fields.refuse('host', 'must be the name or the address of a mail server, such as smtp.example.org');
  return host;
}

import type { Refusal } from '@weir/model';
import type { Message } from '../message/message.js';
import { Reader } from '../rule/reader.js';
import { alertmanager } from './alertmanager.js';
import { CHANNEL_KINDS, type ChannelKind, type HttpChannel } from './channel.js';
import { discord } from './discord.js';
import type { Delivery } from './delivery.js';
import { EMAIL_SECRETS, readEmail, sendEmail } from './email.js';
import { deliver, type Way } from './http-call.js';
import { ntfy } from './ntfy.js';
import { pagerDuty } from './pagerduty.js';
import { slack } from './slack.js';
import { teams } from './teams.js';
import { telegram } from './telegram.js';
import { webhook } from './webhook.js';

/** A channel whose settings were read: it sends, and says what came of it. It never throws for what the other side does. */
export interface Sender {
  readonly kind: ChannelKind;
  send(message: Message, way: Way, nowMs: number): Promise<Delivery>;
}

export type ReadSender =
  { readonly ok: true; readonly sender: Sender } | { readonly ok: false; readonly refusals: readonly Refusal[] };

interface Kind {
  readonly secrets: readonly string[];
  readonly senderOf: (fields: Reader, kind: ChannelKind) => Sender;
}

const KINDS: Readonly<Record<ChannelKind, Kind>> = {
  email: { secrets: EMAIL_SECRETS, senderOf: emailSender },
  webhook: overHttp(webhook),
  slack: overHttp(slack),
  teams: overHttp(teams),
  discord: overHttp(discord),
  telegram: overHttp(telegram),
  ntfy: overHttp(ntfy),
  pagerduty: overHttp(pagerDuty),
  alertmanager: overHttp(alertmanager),
};

/** Reads the settings of a channel, secrets opened; names every fault by its field. */
export function readSender(kind: string, settings: unknown): ReadSender {
  const known = CHANNEL_KINDS.find((each) => each === kind);
  if (known === undefined)
    return { ok: false, refusals: [{ field: 'kind', reason: `must be one of ${CHANNEL_KINDS.join(', ')}` }] };
  const refusals: Refusal[] = [];
  const fields = Reader.of(settings, '', refusals);
  if (!fields) return { ok: false, refusals };
  const sender = KINDS[known].senderOf(fields, known);
  fields.end();
  return refusals.length === 0 ? { ok: true, sender } : { ok: false, refusals };
}

/** The settings of a kind that are sealed at rest, and never answered. */
export function secretsOf(kind: ChannelKind): readonly string[] {
  return KINDS[kind].secrets;
}

function emailSender(fields: Reader, kind: ChannelKind): Sender {
  const settings = readEmail(fields);
  return { kind, send: (message, way) => sendEmail(message, settings, way) };
}

function overHttp<S>(channel: HttpChannel<S>): Kind {
  return {
    secrets: channel.secrets,
    senderOf: (fields, kind) => {
      const settings = channel.read(fields);
      return { kind, send: (message, way, nowMs) => sendCalls(channel, settings, message, way, nowMs) };
    },
  };
}

/** One call after another; the first that fails is what came of it. What is tried again is told by its id as the same. */
async function sendCalls<S>(
  channel: HttpChannel<S>,
  settings: S,
  message: Message,
  way: Way,
  nowMs: number,
): Promise<Delivery> {
  const secrets = channel.secrets.map((secret) => settings[secret]).filter((value) => typeof value === 'string');
  let delivery: Delivery = { ok: true, answer: 'nothing to tell there' };
  for (const call of channel.calls(message, settings, nowMs)) {
    delivery = await deliver({ ...call, secrets }, way);
    if (!delivery.ok) return delivery;
  }
  return delivery;
}

import type { Refusal } from '@weir/model';
import type { SealKey } from '../../config/seal-keys.js';
import type { ChannelRow } from '../../store/alerts/channels.js';
import { open, seal } from '../seal/seal.js';
import { CHANNEL_KINDS } from './channel.js';
import { readSender, type ReadSender, secretsOf } from './channels.js';

/** A channel's settings as they are stored: those that are secret are sealed. */
export type SealedSettings =
  | ({ readonly ok: true } & Pick<ChannelRow, 'settings' | 'sealed'>)
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

type Known = Pick<ChannelRow, 'name' | 'kind' | 'settings' | 'sealed'>;
type Settings = Readonly<Record<string, unknown>>;

/** Where a message goes, and who may read it on the way. */
const WAY = ['url', 'host', 'port', 'tls', 'ca'];

const NO_KEY =
  'cannot be kept: set WEIR_SECRET_KEYS to the 32 random bytes that `openssl rand -base64 32` makes, in all processes';

/**
 * Makes what is stored of the settings that somebody gave. A secret that is left out stays as it was (null takes it away), as long as the
 * message goes where it went: else who may not see it could have it sent to himself. Faults are told by their fields, as for {@link readSender}.
 */
export function sealSettings(
  { name, kind }: Pick<Known, 'name' | 'kind'>,
  given: Settings,
  before: Known | null,
  keys: readonly SealKey[],
): SealedSettings {
  const known = CHANNEL_KINDS.find((each) => each === kind);
  if (known === undefined) return refused('kind', `must be one of ${CHANNEL_KINDS.join(', ')}`);
  const secrets = secretsOf(known);
  const kept = before?.kind === kind ? before : null;
  const omitted = secrets.filter((secret) => given[secret] === undefined && kept?.sealed[secret] !== undefined);
  const moved = kept ? omitted.filter(() => WAY.some((field) => !isSame(given[field], kept.settings[field]))) : [];
  if (moved.length > 0) return refusedAll(moved, 'must be entered again, since messages go elsewhere now');
  const opened = kept ? openSecrets(kept, omitted, keys) : { settings: {}, refusals: [] };
  if (opened.refusals.length > 0) return { ok: false, refusals: opened.refusals };
  const whole = { ...given, ...opened.settings };
  const read = readSender(kind, whole);
  if (!read.ok) return read;
  const named = secrets.filter((secret) => whole[secret] != null);
  if (named.length > 0 && keys.length === 0) return refusedAll(named, NO_KEY);
  return {
    ok: true,
    settings: Object.fromEntries(Object.entries(given).filter(([field]) => !secrets.includes(field))),
    sealed: Object.fromEntries(
      named.map((secret) => [secret, seal(String(whole[secret]), placeOf(name, kind, secret), keys)]),
    ),
  };
}

/** The sender of a stored channel; what cannot be opened, or is not valid any more, is told by its field. */
export function senderOf(row: Known, keys: readonly SealKey[]): ReadSender {
  const { settings, refusals } = openSecrets(row, Object.keys(row.sealed), keys);
  return refusals.length > 0 ? { ok: false, refusals } : readSender(row.kind, { ...row.settings, ...settings });
}

function openSecrets(
  { name, kind, sealed }: Known,
  secrets: readonly string[],
  keys: readonly SealKey[],
): { readonly settings: Settings; readonly refusals: readonly Refusal[] } {
  const settings: Record<string, string> = {};
  const refusals: Refusal[] = [];
  for (const secret of secrets) {
    const opened = open(sealed[secret] ?? '', placeOf(name, kind, secret), keys);
    if (opened.ok) settings[secret] = opened.text;
    else refusals.push({ field: secret, reason: opened.reason });
  }
  return { settings, refusals };
}

function placeOf(name: string, kind: string, secret: string): string {
  return JSON.stringify(['channel', name, kind, secret]);
}

function isSame(one: unknown, other: unknown): boolean {
  return (one ?? null) === (other ?? null);
}

function refused(field: string, reason: string): SealedSettings {
  return refusedAll([field], reason);
}

function refusedAll(fields: readonly string[], reason: string): SealedSettings {
  return { ok: false, refusals: fields.map((field) => ({ field, reason })) };
}

import type { Refusal } from '@weir/model';
import type { SealKey } from '../../config/seal-keys.js';
import { open, seal } from '../seal/seal.js';
import type { ChannelKind } from './channel.js';
import { secretsOf } from './channels.js';

/** Settings of a channel as they are stored: the secret ones apart, each sealed for its channel and field. */
export interface StoredSettings {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly sealed: Readonly<Record<string, string>>;
}

export type OpenedSettings =
  | { readonly ok: true; readonly settings: Readonly<Record<string, unknown>> }
  | { readonly ok: false; readonly refusals: readonly Refusal[] };

/** Seals what is secret among settings that were read; there must be a key where anything is. */
export function storedSettings(
  channel: string,
  kind: ChannelKind,
  settings: Readonly<Record<string, unknown>>,
  keys: readonly SealKey[],
): StoredSettings {
  const secrets = new Set(secretsOf(kind));
  const given = Object.entries(settings).filter(([, value]) => value != null);
  return {
    settings: Object.fromEntries(given.filter(([field]) => !secrets.has(field))),
    sealed: Object.fromEntries(
      given
        .filter(([field]) => secrets.has(field))
        .map(([field, value]) => [field, seal(String(value), placeOf(channel, field), keys)]),
    ),
  };
}

/** All settings of a channel, secrets opened; or which secrets cannot be, and why. */
export function openedSettings(
  channel: string,
  { settings, sealed }: StoredSettings,
  keys: readonly SealKey[],
): OpenedSettings {
  const opened = Object.entries(sealed).map(
    ([field, text]) => [field, open(text, placeOf(channel, field), keys)] as const,
  );
  const refusals = opened.flatMap(([field, each]) => (each.ok ? [] : [{ field, reason: each.reason }]));
  if (refusals.length > 0) return { ok: false, refusals };
  const secrets = opened.flatMap(([field, each]) => (each.ok ? [[field, each.text]] : []));
  return { ok: true, settings: { ...settings, ...Object.fromEntries(secrets) } };
}

/** Whose a secret is: under the name of another channel it does not open. */
function placeOf(channel: string, field: string): string {
  return `${channel}\n${field}`;
}

import type { Channel, ChannelInput, ChannelKindInfo, ChannelSetting } from '../../api/operations/channels.js';
import type { FieldRefusal } from '../../components/form/refusals.js';

/** A channel as it stands in the form: what is typed, by the names of settings. */
export interface ChannelDraft {
  name: string;
  kind: Channel['kind'];
  /** As typed: lists have one a line. A secret is empty where it stays as it is. */
  settings: Record<string, string>;
  /** Secrets that are to be taken away. */
  dropped: readonly string[];
  takesAll: boolean;
  isEnabled: boolean;
  mostPerMinute: number | null;
  digestSeconds: number | null;
  remindSeconds: number | null;
}

const USUAL_PER_MINUTE = 10;

/** A new channel of a kind. */
export function newDraft(kind: Channel['kind']): ChannelDraft {
  return {
    ...{ name: '', kind, settings: {}, dropped: [], takesAll: true, isEnabled: true },
    ...{ mostPerMinute: USUAL_PER_MINUTE, digestSeconds: null, remindSeconds: null },
  };
}

/** A channel that there is, to be changed; its secrets are not known here. */
export function draftOf({ name, kind, settings, takesAll, isEnabled, pace }: Channel): ChannelDraft {
  const typed = Object.entries(settings).map(([setting, value]): [string, string] => [setting, typedOf(value)]);
  return {
    ...{ name, kind, settings: Object.fromEntries(typed), dropped: [], takesAll, isEnabled },
    mostPerMinute: pace.mostPerMinute,
    digestSeconds: pace.digestSeconds || null,
    remindSeconds: pace.remindSeconds,
  };
}

/** The draft as the API takes it: what is empty is left out, and so stays (a secret) or is as usual. */
export function inputOf(draft: ChannelDraft, { settings }: ChannelKindInfo): ChannelInput {
  const given = settings.flatMap((setting): [string, unknown][] => {
    const value = valueOf(draft.settings[setting.name] ?? '', setting);
    if (value !== null) return [[setting.name, value]];
    return draft.dropped.includes(setting.name) ? [[setting.name, null]] : [];
  });
  return {
    ...{ name: draft.name.trim(), kind: draft.kind, settings: Object.fromEntries(given) },
    ...{ takesAll: draft.takesAll, isEnabled: draft.isEnabled },
    pace: {
      mostPerMinute: draft.mostPerMinute ?? USUAL_PER_MINUTE,
      digestSeconds: draft.digestSeconds ?? 0,
      remindSeconds: draft.remindSeconds,
    },
  };
}

/** What is wrong with one of a list names it by its place; people know it by what they typed. */
export function readable(refusals: readonly FieldRefusal[], draft: ChannelDraft): FieldRefusal[] {
  return refusals.map(({ field, reason }) => {
    const [, name = '', place] = /^(?:settings\.)?(\w+)\[(\d+)\]$/.exec(field) ?? [];
    if (place === undefined) return { field: field.replace(/^settings\./, ''), reason };
    return { field: name, reason: `“${listOf(draft.settings[name] ?? '')[Number(place)] ?? ''}” ${reason}` };
  });
}

function typedOf(value: unknown): string {
  return Array.isArray(value) ? value.join('\n') : value === null || value === undefined ? '' : String(value);
}

function valueOf(typed: string, { isList, isNumber, isSecret }: ChannelSetting): unknown {
  const text = isSecret ? typed : typed.trim();
  if (text === '') return null;
  if (isList) return listOf(typed);
  // What is no number is told at its field by whoever reads it.
  return isNumber && Number.isFinite(Number(text)) ? Number(text) : text;
}

function listOf(typed: string): string[] {
  return typed
    .split(/[\n,;]/)
    .map((each) => each.trim())
    .filter(Boolean);
}

import { isServiceLink } from './service-link.js';

/** What a text was read as, or what is wrong with it: each fault a remedy, told behind the setting's name. */
export type SettingValue<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly remedies: readonly string[] };

/** What can be told a program from outside, by the environment variable under whose name it stands in a table. */
export interface Setting<T = unknown> {
  /** What holds where the variable is not set or empty; '' = nothing. */
  readonly default: string;
  /** How people are told the default, where it is not told by its text. */
  readonly defaultTold?: string;
  /** Values that it takes, with their unit. Markdown, as is the meaning. */
  readonly takes: string;
  /** What it is, in a sentence. */
  readonly meaning: string;
  /** Whether nobody else may see it. */
  readonly isSecret?: true;
  readonly read: (text: string) => SettingValue<T>;
}

/** The settings of a program, by name. */
export type Settings = Readonly<Record<string, Setting>>;

/** What each setting of a table was read as. */
export type ValuesOf<S extends Settings> = {
  readonly [Name in keyof S]: S[Name] extends Setting<infer T> ? T : never;
};

/** Environment variables, as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong with a setting: its name, and the remedy. Never its value, which may be secret. */
export interface SettingFault {
  readonly name: string;
  readonly remedy: string;
}

/** What a table was read as; a setting with a fault has no value. */
export interface ReadSettings<S extends Settings> {
  readonly values: Partial<ValuesOf<S>>;
  readonly faults: readonly SettingFault[];
}

/** Reads each setting of a table. An empty variable is one that is not set, and so is one that Kubernetes sets for a service. */
export function readSettings<S extends Settings>(settings: S, environment: Environment): ReadSettings<S> {
  const values: Record<string, unknown> = {};
  const faults: SettingFault[] = [];
  for (const [name, setting] of Object.entries(settings)) {
    const given = isServiceLink(name, environment) ? '' : environment[name]?.trim();
    const read = setting.read(given || setting.default);
    if (read.ok) values[name] = read.value;
    else faults.push(...read.remedies.map((remedy) => ({ name, remedy })));
  }
  return { values: values as Partial<ValuesOf<S>>, faults };
}

/** Faults as sentences, in the table's order, whoever found them. */
export function toldFaults(settings: Settings, faults: readonly SettingFault[]): readonly string[] {
  const names = Object.keys(settings);
  return faults
    .toSorted((one, other) => names.indexOf(one.name) - names.indexOf(other.name))
    .map(({ name, remedy }) => `${name} ${remedy}`);
}

/** A value, or the remedy where there is none. */
export function orRemedy<T>(value: T | null, remedy: string): SettingValue<T> {
  return value === null ? { ok: false, remedies: [remedy] } : { ok: true, value };
}

/** A text that needs no reading. */
export function asItIs(text: string): SettingValue<string> {
  return { ok: true, value: text };
}

/** Of a setting that may be left out: null where it is. */
export function readOptional<T>(read: (text: string) => SettingValue<T>): (text: string) => SettingValue<T | null> {
  return (text) => (text === '' ? { ok: true, value: null } : read(text));
}

/** What stands between commas; nothing between two is passed over. */
export function listOf(text: string): readonly string[] {
  return text.split(',').flatMap((each) => each.trim() || []);
}

/** Whether a host is this machine and can be reached from nowhere else: its name, or a loopback address. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/.test(host);
}

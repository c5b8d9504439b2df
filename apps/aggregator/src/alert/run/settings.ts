import type { Pool } from 'pg';
import type { Filter } from '../../query/filter.js';
import { readChannels } from '../../store/alerts/channels.js';
import { readMaintenances, readSilences } from '../../store/alerts/quiet.js';
import { readRules } from '../../store/alerts/rules.js';
import { DEFAULT_PACE, type Pace } from '../notify/pace.js';
import { paceOf, readPace } from '../notify/read-pace.js';
import { type Maintenance, readMaintenance } from '../quiet/maintenance.js';
import { readSilence, type Silence } from '../quiet/quiet.js';
import { readRule } from '../rule/read-rule.js';
import { Reader } from '../rule/reader.js';
import type { Rule } from '../rule/rule.js';

/** A channel, as far as it decides who is told what. */
export interface Recipient {
  readonly name: string;
  readonly takesAll: boolean;
  readonly isEnabled: boolean;
}

/** What people set, as it is run. What this version cannot read, as one that was newer wrote it, is not run. */
export interface AlertSettings {
  readonly rules: readonly Rule[];
  readonly rulesById: ReadonlyMap<string, Rule>;
  readonly silences: readonly Silence[];
  readonly maintenances: readonly Maintenance[];
  readonly recipients: readonly Recipient[];
  readonly paces: ReadonlyMap<string, Pace>;
  /** Another one whenever what is watched may be another. */
  readonly watched: string;
}

/** Reads all that people set. */
export async function readSettings(pool: Pool): Promise<AlertSettings> {
  const [ruleRows, silenceRows, maintenanceRows, channels] = await Promise.all([
    readRules(pool),
    readSilences(pool),
    readMaintenances(pool),
    readChannels(pool),
  ]);
  const rules = ruleRows.flatMap(({ rule }) => {
    const read = readRule(rule);
    return read.ok ? [read.rule] : [];
  });
  const silences = silenceRows.flatMap(({ given, untilMs }) => {
    const read = readSilence(given);
    return read.ok ? [{ ...read.silence, untilMs }] : [];
  });
  const maintenances = maintenanceRows.flatMap(({ given }) => {
    const read = readMaintenance(given);
    return read.ok ? [read.maintenance] : [];
  });
  return {
    ...{ rules, silences, maintenances, recipients: channels },
    rulesById: new Map(rules.map((rule) => [rule.id, rule])),
    paces: new Map(channels.map(({ name, pace }) => [name, readStoredPace(pace)])),
    watched: JSON.stringify([rules, quietScopes({ silences, maintenances })]),
  };
}

/** What silences and windows match, each as a filter of the API. */
export function quietScopes({ silences, maintenances }: Pick<AlertSettings, 'silences' | 'maintenances'>): Filter[] {
  return [...silences, ...maintenances].map(({ matcher }) => matcher.scope);
}

/** Which channels are told that something began or got worse by a rule; where it names none that is there, those that take all. */
export function channelsOf(ruleId: string, { rulesById, recipients }: AlertSettings): string[] {
  const rule = rulesById.get(ruleId);
  if (!rule) return [];
  const named = recipients.filter(({ name }) => rule.channels.includes(name));
  const meant = named.length > 0 ? named : recipients.filter(({ takesAll }) => takesAll);
  return meant.filter(({ isEnabled }) => isEnabled).map(({ name }) => name);
}

function readStoredPace(given: unknown): Pace {
  const fields = Reader.of(given, 'pace', []);
  return fields ? paceOf(readPace(fields)) : DEFAULT_PACE;
}

import { isIP } from 'node:net';
import { isAbsolute } from 'node:path';
import { listOf, orRemedy, type SettingValue } from '@weir/model';
import { COLLECTOR_NAMES, collectorNamed, type CollectorName } from '../collect/names.js';
import { type LogLevels, readLogLevels } from './log-levels.js';

const MAX_PATTERNS = 100;
const MAX_PATTERN_LENGTH = 255;
const MAX_LABEL_LENGTH = 255;

export function path(text: string): SettingValue<string> {
  const short = text.length > 1 ? text.replace(/\/+$/, '') : text;
  return orRemedy(isAbsolute(text) ? short : null, 'must be an absolute path');
}

export function integer(text: string, min: number, max: number): SettingValue<number> {
  const number = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  return orRemedy(number >= min && number <= max ? number : null, `must be a whole number between ${min} and ${max}`);
}

export function label(text: string): SettingValue<string> {
  return orRemedy(
    text.length <= MAX_LABEL_LENGTH ? text : null,
    `must not be longer than ${MAX_LABEL_LENGTH} characters`,
  );
}

export function address(text: string): SettingValue<string> {
  return orRemedy(isIP(text) === 0 ? null : text, 'must be an IP address of this machine, or 0.0.0.0 for all');
}

export function cgroupPrefix(text: string): SettingValue<string> {
  return orRemedy(text === '' || text.startsWith('/') ? text : null, 'must begin with a slash');
}

export function patterns(text: string): SettingValue<readonly string[]> {
  const given = listOf(text);
  const isFew = given.length <= MAX_PATTERNS && given.every(({ length }) => length <= MAX_PATTERN_LENGTH);
  return orRemedy(
    isFew ? given : null,
    `must be at most ${MAX_PATTERNS} patterns of at most ${MAX_PATTERN_LENGTH} characters`,
  );
}

export function logLevels(text: string): SettingValue<LogLevels> {
  const { levels, faults } = readLogLevels(text);
  return faults.length === 0 ? { ok: true, value: levels } : { ok: false, remedies: faults };
}

/** Those that run, of a list of those that do not. */
export function collectorsBut(text: string): SettingValue<ReadonlySet<CollectorName>> {
  const off = listOf(text).map(collectorNamed);
  return orRemedy(
    off.includes(undefined) ? null : new Set(COLLECTOR_NAMES.filter((name) => !off.includes(name))),
    `must be a list, separated by commas, of ${COLLECTOR_NAMES.join(', ')}`,
  );
}

/** A `*` alone would send every label, secrets too. */
export function labelNames(text: string): SettingValue<readonly string[]> {
  const given = listOf(text);
  return orRemedy(
    given.every((name) => /^[^\s*]+\*?$/.test(name)) ? given : null,
    'must be names of labels separated by commas, in which only the end may be *',
  );
}

export function nodeName(text: string): SettingValue<string> {
  return orRemedy(
    /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(text) ? text : null,
    'must be the name of this node, as spec.nodeName of the agent’s own pod',
  );
}

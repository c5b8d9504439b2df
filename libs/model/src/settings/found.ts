import { type Finding, foundBroken, foundUnknown, foundWell } from '../finding.js';
import type { Environment } from './setting.js';
import { unknownSettings } from './unknown.js';

/** How a program's settings are, and what begins as ours do and is none; `faults` as `toldFaults` tells them. */
export function foundSettings(environment: Environment, faults: readonly string[]): readonly Finding[] {
  return [
    ...(faults.length === 0
      ? [foundWell('settings', 'all can be used')]
      : faults.map((text) => foundBroken('settings', text))),
    ...unknownSettings(environment).map((text) => foundUnknown('settings', text)),
  ];
}

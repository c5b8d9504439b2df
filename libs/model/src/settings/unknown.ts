import { SETTING_NAMES } from './names.js';
import { isServiceLink } from './service-link.js';
import type { Environment } from './setting.js';

const KNOWN: readonly string[] = [...new Set(Object.values(SETTING_NAMES).flat())];
/** Of a name's letters, so many may be wrong for it to be taken for another. */
const WRONG_SHARE = 0.25;

/** Says of each variable that begins as ours do and is none of any program: else a slip of the pen is passed over in silence. */
export function unknownSettings(environment: Environment): readonly string[] {
  return Object.keys(environment)
    .filter((name) => /^weir_/i.test(name) && !KNOWN.includes(name) && !isServiceLink(name, environment))
    .toSorted()
    .map((name) => `${name} is no setting, and does nothing: ${remedyOf(name)}`);
}

function remedyOf(name: string): string {
  const distances = KNOWN.map((known) => ({ known, distance: distanceOf(name.toUpperCase(), known) }));
  const nearest = distances.toSorted((one, other) => one.distance - other.distance)[0];
  const isNear = nearest !== undefined && nearest.distance <= (name.length - 'WEIR_'.length) * WRONG_SHARE + 1;
  return isNear ? `is ${nearest.known} meant?` : 'docs/configuration.md lists those that there are';
}

/** How many letters have to be added, left out or replaced to make one word of another. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [place, own] of [...other].entries()) {
      const replaced = (row[place] ?? 0) + (letter === own ? 0 : 1);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

import { type Caller, isNamed } from '../../../access/caller.js';

const NOBODY = 'somebody';

/** What fields for an author say of it. */
export const UNLESS_NAMED = 'Of who is signed in by name, that name stands in its place.';

/** Who writes something: whoever is signed in by name, whatever they claim; else as they say. */
export function authorOf(caller: Caller, claimed: string | null | undefined): string {
  return isNamed(caller) ? caller.name : (claimed ?? NOBODY);
}

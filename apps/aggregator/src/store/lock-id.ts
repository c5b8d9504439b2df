/** Any constant, and those that follow it. */
const FIRST_ID = 0x77656970;

/** All that is locked by name, each with the id of its place here: two of one id would wait for each other. */
const NAMES = [
  'writers of traffic',
  'setting of retention',
  'making of a partition',
  'roll-up of traffic',
  'packing',
  'roll-up of states',
  'writers of states',
  'enrolment',
  'telling of revoked keys',
] as const;

/** The id of one of the database's advisory locks. */
export function lockId(name: (typeof NAMES)[number]): number {
  return FIRST_ID + NAMES.indexOf(name);
}

/**
 * What is of the whole fleet, and cannot be cut to some hosts: refused to who sees these alone, whatever their role. What else is of
 * the fleet is for admins, whom no scope binds, or is empty on the connections that they are answered from (`store/scoped/views.ts`).
 */
const OF_THE_FLEET: ReadonlySet<string> = new Set([
  // The disk and the tables of the database; weir itself.
  ...['storage', 'system'],
  // A file of rules is for who can take it in again.
  'alertRulesYaml',
  // What they mean may be of other hosts as well; that it is not cannot be told from a filter.
  ...['saveQuota', 'deleteQuota'],
  ...['silence', 'endSilence', 'saveMaintenanceWindow', 'deleteMaintenanceWindow'],
]);

/** Whether a field at the root is of the whole fleet. */
export function isOfTheFleet(field: string): boolean {
  return OF_THE_FLEET.has(field);
}

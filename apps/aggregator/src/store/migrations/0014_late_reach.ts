/** For who asks what of that which was written late reaches into the last seconds. */
export function lateReach(): string {
  return 'CREATE INDEX late_writes_until ON late_writes (until);';
}

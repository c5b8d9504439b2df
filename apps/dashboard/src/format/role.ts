/** A role as people read it: `ADMIN` is `admin`. */
export function roleWord(role: string): string {
  return role.toLowerCase();
}

/**
 * The kernel's index of each interface, from `net/igmp`: the one file of a foreign namespace that gives it for every
 * interface that is up and speaks IPv4, without privilege.
 */
export function parseIfindexes(text: string): Map<string, number> {
  const indexes = new Map<string, number>();
  for (const line of text.split('\n')) {
    const match = /^(\d+)\s+(\S+?)\s*:\s+\d+\s/.exec(line);
    if (match?.[1] !== undefined && match[2] !== undefined) indexes.set(match[2], Number(match[1]));
  }
  return indexes;
}

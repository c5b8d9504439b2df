/** The IPv4 addresses of a network namespace, from `net/fib_trie`: leaves marked `/32 host LOCAL`. */
export function parseLocalAddresses(text: string): string[] {
  const found = new Set<string>();
  let leaf: string | null = null;
  for (const line of text.split('\n')) {
    const address = /^\s*\|--\s+(\d+\.\d+\.\d+\.\d+)\s*$/.exec(line)?.[1];
    if (address !== undefined) leaf = address;
    else if (leaf !== null && /^\s*\/32 host LOCAL\b/.test(line)) found.add(leaf);
  }
  return [...found];
}

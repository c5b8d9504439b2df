/** Whether a text fits any of the patterns, in which `*` stands for any characters and `?` for one. */
export function globs(patterns: readonly string[]): (text: string) => boolean {
  const all = patterns.map((pattern) => [...pattern]);
  return (text) => {
    const characters = [...text];
    return all.some((pattern) => fits(pattern, characters));
  };
}

/**
 * Goes back to the last `*` alone, since an earlier one could take no more than it. A regular expression would go back
 * to each of them: with some of them, one long name would hold up the agent for minutes.
 */
function fits(pattern: readonly string[], text: readonly string[]): boolean {
  let [at, star, taken] = [0, -1, 0];
  for (let index = 0; index < text.length;) {
    if (pattern[at] === '*') [star, taken, at] = [at, index, at + 1];
    else if (pattern[at] === '?' || pattern[at] === text[index]) [at, index] = [at + 1, index + 1];
    else if (star < 0) return false;
    else [taken, index, at] = [taken + 1, taken + 1, star + 1];
  }
  return pattern.slice(at).every((character) => character === '*');
}

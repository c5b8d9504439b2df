/**
 * Whether a text looks like a glob from its first character to its last: `*` is any text, `?` any character. No regular
 * expression: one of many stars would take for ever on a text that an agent made for it.
 */
export function matchesGlob(text: string, glob: string): boolean {
  const [characters, pattern] = [[...text], [...glob]];
  // The last star that was met, and how far it reaches by now: earlier ones need not be tried again.
  let [star, reach, place] = [-1, 0, 0];
  for (let at = 0; at < characters.length;) {
    if (pattern[place] === '*') {
      [star, reach] = [place, at];
      place += 1;
    } else if (pattern[place] === '?' || pattern[place] === characters[at]) {
      place += 1;
      at += 1;
    } else if (star >= 0) {
      reach += 1;
      [at, place] = [reach, star + 1];
    } else return false;
  }
  return pattern.slice(place).every((each) => each === '*');
}

/** Whether a text is a version that can be told from others. */
export function isVersion(text: string): boolean {
  return /^\d+\.\d+\.\d+/.test(text);
}

/** Tells versions by their numbers: below zero where the first is the older one. What is no number counts as 0. */
export function compareVersions(one: string, other: string): number {
  const [left, right] = [numbersOf(one), numbersOf(other)];
  const place = [0, 1, 2].find((index) => left[index] !== right[index]);
  return place === undefined ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
}

/** The newest of some; null of none. */
export function newestVersion(versions: readonly string[]): string | null {
  return versions
    .filter(isVersion)
    .reduce<string | null>(
      (newest, each) => (newest === null || compareVersions(newest, each) < 0 ? each : newest),
      null,
    );
}

function numbersOf(version: string): number[] {
  return (version.split(/[-+]/)[0] ?? '').split('.').map((part) => Number.parseInt(part, 10) || 0);
}

/** The first that fits is it: each claims to be those after it, too. */
const BROWSERS = [
  [/Edg\w*\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
] as const;
const SYSTEMS = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
] as const;
const MOST = 60;

/** A browser and its system, by what it calls itself: `Firefox on Linux`. What is not known is told as it came. */
export function browserWords(agent: string): string {
  const nameBy = (known: readonly (readonly [RegExp, string])[]): string | undefined =>
    known.find(([pattern]) => pattern.test(agent))?.[1];
  const browser = nameBy(BROWSERS);
  const system = nameBy(SYSTEMS);
  if (browser) return system ? `${browser} on ${system}` : browser;
  return agent === '' ? 'Unknown browser' : agent.slice(0, MOST);
}

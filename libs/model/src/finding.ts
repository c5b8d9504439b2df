/** Something that a program looked at in its surroundings: `broken` is to be mended, `unknown` was not or cannot be looked at. */
export interface Finding {
  /** A word or two. */
  readonly what: string;
  readonly state: 'well' | 'broken' | 'unknown';
  /** What was found; of what is broken also what to do. Holds no secret. */
  readonly text: string;
}

const MARKS = { well: '✓', broken: '✗', unknown: '–' } as const;

export const foundWell = (what: string, text: string): Finding => ({ what, state: 'well', text });
export const foundBroken = (what: string, text: string): Finding => ({ what, state: 'broken', text });
export const foundUnknown = (what: string, text: string): Finding => ({ what, state: 'unknown', text });

/** Whether nothing is to be mended. */
export function isWell(findings: readonly Finding[]): boolean {
  return findings.every(({ state }) => state !== 'broken');
}

/** Findings for people, a line each; or as one JSON document. */
export function toldFindings(findings: readonly Finding[], isJson: boolean): string {
  if (isJson) return `${JSON.stringify({ well: isWell(findings), findings }, null, 2)}\n`;
  return findings.map(({ what, state, text }) => `${MARKS[state]} ${what}: ${text.replaceAll('\n', ' ')}\n`).join('');
}

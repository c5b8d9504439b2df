/** What is needed to say why a figure is missing. */
export interface Telling {
  readonly state: 'ALIVE' | 'SILENT';
  /** What cannot be known on the host's platform, each in a sentence. */
  readonly missing: readonly string[];
}

/** Why a figure is not there: a word or two for a cell, and more of it. */
export interface Unknown {
  readonly word: string;
  readonly detail: string;
}

/** Why a figure of something on this host is not known. */
export function whyUnknown({ state, missing }: Telling): Unknown {
  if (state === 'SILENT') return { word: 'host is silent', detail: 'Its host sends nothing now.' };
  if (missing.length > 0) return { word: 'not told by this platform', detail: missing.join('\n') };
  return { word: 'not told now', detail: 'The agent could not read it, or has not told it yet.' };
}

import { readFileSync } from 'node:fs';

/** A golden message, as text. */
export function goldenText(kind: string): string {
  return readFileSync(new URL(`../fixtures/${kind}.v1.json`, import.meta.url), 'utf8');
}

import type { Asked } from './ask.js';

/** Why a host has no credentials, or no new ones, as its log tells it. */
export function wordsOf({ kind, problem, text }: Asked & { readonly ok: false }, hasJoined: boolean): string {
  const what = hasJoined ? 'this host cannot renew its credentials' : 'this host cannot join';
  return `${what}: ${reasonOf(kind, problem, text)}`;
}

function reasonOf(kind: 'away' | 'pin' | 'refused', problem: string | null, text: string): string {
  if (kind === 'pin') return `the aggregator ${text}: is it the right one? Take the pin of a new join line`;
  if (kind === 'away') return `the aggregator cannot be reached (${text})`;
  if (problem === 'revoked') return `this host was revoked; it goes on counting, and keeps what it counts. ${text}`;
  return text;
}

import { type Finding, foundBroken, foundUnknown, foundWell, MOST_CLOCK_OFF_MS } from '@weir/model';
import { askForTime } from '../enrol/ask.js';
import type { JoinSettings } from '../enrol/join-settings.js';
import { type Kept, readKept } from '../enrol/kept-enrolment.js';
import { readText } from '../procfs/files.js';

/** Whether this host joined, or why it did not, and whether the aggregator that it joins at is there; asks for nothing. */
export async function examineEnrolment(join: JoinSettings, folder: string): Promise<readonly Finding[]> {
  return [...(await reaching(join)), ...token(join, folder), enrolment(folder)];
}

async function reaching(join: JoinSettings): Promise<readonly Finding[]> {
  const asked = await askForTime(join);
  if (!asked.ok) {
    const text = `${join.url} ${asked.text}: start it, or take WEIR_JOIN_URL and WEIR_JOIN_PIN of a new join line`;
    return [foundBroken('aggregator', text)];
  }
  const how = join.pin === null ? 'answers' : 'answers with the certificate that is pinned';
  return [foundWell('aggregator', `${join.url} ${how}`), ...clock(asked.serverMs)];
}

function clock(serverMs: number | null): readonly Finding[] {
  if (serverMs === null) return [];
  const offMs = Math.abs(Date.now() - serverMs);
  const text = `is ${Math.round(offMs / 1_000)} s off the aggregator's`;
  return [
    offMs > MOST_CLOCK_OFF_MS
      ? foundBroken('clock of the host', `${text}: set it`)
      : foundWell('clock of the host', text),
  ];
}

/** It is needed until the host joined. */
function token({ tokenFile }: JoinSettings, folder: string): readonly Finding[] {
  if (tokenFile === null || keptIn(folder)?.given || readText(tokenFile)?.trim()) return [];
  return [foundBroken('join token', `${tokenFile} holds none that can be read: WEIR_JOIN_TOKEN_FILE names it`)];
}

function enrolment(folder: string): Finding {
  try {
    const kept = readKept(folder);
    const { given = null, refusal = null } = kept ?? {};
    if (refusal) return foundBroken('enrolment', `${refusal.text} (${new Date(refusal.at).toISOString()})`);
    if (!given) return foundUnknown('enrolment', 'this host has not joined yet: its first start does');
    const until = new Date(given.endsAt).toISOString();
    return foundWell('enrolment', `this host has joined; its credentials hold until ${until}, and are renewed before`);
  } catch (error) {
    return foundUnknown('enrolment', error instanceof Error ? error.message : String(error));
  }
}

/** Null where it cannot be read, which is told elsewhere. */
export function keptIn(folder: string): Kept | null {
  try {
    return readKept(folder);
  } catch {
    return null;
  }
}

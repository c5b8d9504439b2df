const MOMENT = /2026-11-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g;
/** An id of a container: 64 hexadecimal digits. */
const CONTAINER = /\b[0-9a-f]{64}\b/g;
const MINUTE_MS = 60_000;

/** What examples stand for when they are run. */
export interface Now {
  /** When the document says that it is, ms since 1970. */
  readonly documentMs: number;
  /** When it is. */
  readonly nowMs: number;
  /** Of the container that the document names. */
  readonly containerId: string;
}

/** A text with its moments moved from the document's time to ours, by whole minutes, and with the id of today's container. */
export function asOfNow(text: string, { documentMs, nowMs, containerId }: Now): string {
  const laterMs = Math.floor((nowMs - documentMs) / MINUTE_MS) * MINUTE_MS;
  return text
    .replaceAll(MOMENT, (moment) => new Date(Date.parse(moment) + laterMs).toISOString())
    .replaceAll(CONTAINER, containerId);
}

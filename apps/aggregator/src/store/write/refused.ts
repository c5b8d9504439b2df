import type { ClientBase } from 'pg';
import type { Arrival } from './arrival.js';

/** How many refused messages are kept for people to look at. */
export const MAX_REFUSED_ROWS = 1_000;
const MAX_PAYLOAD_BYTES = 4_096;
const MAX_TEXT_CHARACTERS = 1_000;

export type RefusedArrival = Arrival & { readonly content: { readonly kind: 'refused' } };

/** Keeps the newest refused messages with their reasons. */
export async function writeRefused(client: ClientBase, arrivals: readonly RefusedArrival[]): Promise<void> {
  if (arrivals.length === 0) return;
  await client.query(
    `INSERT INTO refused (at, subject, reason, payload)
     SELECT to_timestamp(ms / 1000), subject, reason, payload
     FROM unnest($1::float8[], $2::text[], $3::text[], $4::text[]) AS entry (ms, subject, reason, payload)`,
    [
      arrivals.map(({ receivedMs }) => receivedMs),
      arrivals.map(({ subject }) => storable(subject)),
      arrivals.map(({ content }) => storable(content.reason)),
      arrivals.map(({ payload }) => payloadText(payload)),
    ],
  );
  await client.query('DELETE FROM refused WHERE refused_id <= (SELECT max(refused_id) FROM refused) - $1::bigint', [
    MAX_REFUSED_ROWS,
  ]);
}

function payloadText(payload: Uint8Array): string {
  return withoutNul(new TextDecoder().decode(payload.subarray(0, MAX_PAYLOAD_BYTES)));
}

function storable(text: string): string {
  return withoutNul(text.slice(0, MAX_TEXT_CHARACTERS));
}

/** PostgreSQL's text holds any character but NUL. */
function withoutNul(text: string): string {
  return text.replaceAll('\u0000', '\ufffd');
}

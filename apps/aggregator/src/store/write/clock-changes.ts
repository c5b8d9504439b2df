import type { ClientBase } from 'pg';
import type { Clock } from '../../clock/clock.js';
import { clockInWords } from '../../clock/words.js';

/** What the timeline calls it when a host's clock begins or ceases to be wrong. */
export const CLOCK_WRONG = 'host.clock-wrong';

/** Two agents under one id may have two clocks; such a host fills no timeline. */
const MAX_EVENTS_AN_HOUR = 10;

/** How a host's clock moved. */
export interface ClockChange {
  readonly hostId: number;
  readonly hostUuid: string;
  readonly from: Clock | null;
  readonly to: Clock;
}

/** Stores how clocks moved, and tells of those that became wrong or right. The caller holds the lock of the hosts. */
export async function writeClockChanges(client: ClientBase, changes: readonly ClockChange[]): Promise<void> {
  if (changes.length === 0) return;
  await client.query(
    `UPDATE host SET clock = moved.clock, clock_offset_ms = (moved.clock ->> 'offsetMs')::bigint
     FROM unnest($1::int[], $2::jsonb[]) AS moved (host_id, clock) WHERE host.host_id = moved.host_id`,
    [changes.map(({ hostId }) => hostId), changes.map(({ to }) => JSON.stringify(to))],
  );
  await writeEvents(
    client,
    changes.filter(({ from, to }) => ((from?.offsetMs ?? 0) === 0) !== (to.offsetMs === 0)),
  );
}

async function writeEvents(client: ClientBase, turns: readonly ClockChange[]): Promise<void> {
  if (turns.length === 0) return;
  await client.query(
    `INSERT INTO event (host_id, time, kind, subject, before, after, text)
     SELECT host_id, to_timestamp(ms / 1000), '${CLOCK_WRONG}', subject, before, after, text
     FROM unnest($1::int[], $2::float8[], $3::text[], $4::text[], $5::text[], $6::text[])
       AS entry (host_id, ms, subject, before, after, text)
     WHERE ${MAX_EVENTS_AN_HOUR} > (
       SELECT count(*) FROM event WHERE event.host_id = entry.host_id AND event.kind = '${CLOCK_WRONG}'
         AND event.time > to_timestamp(ms / 1000) - interval '1 hour')
     ON CONFLICT DO NOTHING`,
    [
      turns.map(({ hostId }) => hostId),
      turns.map(({ to }) => to.sinceMs),
      turns.map(({ hostUuid }) => hostUuid),
      turns.map(({ from }) => clockInWords(from?.offsetMs ?? 0)),
      turns.map(({ to }) => clockInWords(to.offsetMs)),
      turns.map(textOf),
    ],
  );
}

function textOf({ from, to }: ClockChange): string {
  return to.offsetMs === 0
    ? `The clock of this host is right again; it was ${clockInWords(from?.offsetMs ?? 0)}.`
    : `The clock of this host is ${clockInWords(to.offsetMs)}. The times of its samples are corrected by that; nothing is lost. Set it right, for example by NTP.`;
}

import type { Refusal } from '@weir/model';
import type { Pool } from 'pg';
import type { Caller } from '../../access/caller.js';
import { readChannels } from '../../store/alerts/channels.js';
import type { ReportSchedule } from './report-form.js';
import { refusalOfReading, refusalOfTimes } from './schedule.js';

/** They take what begins and ends, and a report does neither. */
const OF_ALERTS_ALONE: readonly string[] = ['pagerduty', 'alertmanager'];

/** What is wrong with when a report is made and whom it goes to. */
export async function refusalsOfSchedule(pool: Pool, schedule: ReportSchedule, caller: Caller): Promise<Refusal[]> {
  const { cron, timeZone, formats, channels } = schedule;
  const ofTimes = cron === null ? refusalOfReading(schedule) : refusalOfTimes({ cron, timeZone });
  const ofFormats = formats.length > 0 ? null : { field: 'schedule.formats', reason: 'must name at least one' };
  const ofChannels = channels.length > 0 ? await refusalsOfChannels(pool, channels, caller) : [];
  return [ofTimes, ofFormats, ...ofChannels].filter((refusal) => refusal !== null);
}

async function refusalsOfChannels(
  pool: Pool,
  channels: readonly string[],
  { scope }: Caller,
): Promise<(Refusal | null)[]> {
  // Who sees some hosts alone does not see whom channels lead to.
  if (scope !== null) return [{ field: 'schedule.channels', reason: 'are of the whole fleet: leave them out' }];
  const kinds = new Map((await readChannels(pool)).map(({ name, kind }) => [name, kind]));
  return channels.map((name, place) => {
    const [field, kind] = [`schedule.channels[${place}]`, kinds.get(name)];
    if (kind === undefined) return { field, reason: 'is the name of no channel: `channels` lists them' };
    if (!OF_ALERTS_ALONE.includes(kind)) return null;
    return { field, reason: `takes alerts alone, as ${kind} does: name a mail, a webhook or a chat` };
  });
}

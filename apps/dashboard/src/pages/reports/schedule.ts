import { DAYS } from '../../charts/named/week.js';

/** When a report is made: how often, at which time of day, or as cron says. */
export interface Schedule {
  readonly often: 'NEVER' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'CRON';
  /** A time of day as a field has it. */
  readonly at: string;
  /** 1 = Monday. */
  readonly weekday: number;
  readonly day: number;
  readonly cron: string;
}

export const OFTEN = [
  { value: 'NEVER', label: 'Only when somebody asks' },
  { value: 'DAILY', label: 'Daily' },
  { value: 'WEEKLY', label: 'Weekly' },
  { value: 'MONTHLY', label: 'Monthly' },
  { value: 'CRON', label: 'As cron says' },
] as const;

const USUAL: Schedule = { often: 'MONTHLY', at: '06:00', weekday: 1, day: 1, cron: '0 6 1 * *' };
const SUNDAY = 7;
const PLAIN = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|\d)$/;

/** What most want: on the first of each month. */
export function newSchedule(): Schedule {
  return USUAL;
}

/** Minute, hour, day of the month, month, day of the week; null = only when somebody asks. */
export function cronOf({ often, at, weekday, day, cron }: Schedule): string | null {
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  switch (often) {
    case 'NEVER':
      return null;
    case 'DAILY':
      return `${minute} ${hour} * * *`;
    case 'WEEKLY':
      return `${minute} ${hour} * * ${weekday}`;
    case 'MONTHLY':
      return `${minute} ${hour} ${day} * *`;
    case 'CRON':
      return cron.trim();
  }
}

/** The same to be changed: plain where it is one of the plain ones. */
export function scheduleOf(cron: string | null): Schedule {
  if (cron === null) return { ...USUAL, often: 'NEVER' };
  const own: Schedule = { ...USUAL, often: 'CRON', cron };
  const [minute, hour, day, weekday] = PLAIN.exec(cron)?.slice(1) ?? [];
  if (minute === undefined || hour === undefined) return own;
  const at = `${hour.padStart(2, '0')}:${minute.padStart(2, '0')}`;
  if (day !== '*') return weekday === '*' ? { ...own, often: 'MONTHLY', at, day: Number(day) } : own;
  if (weekday === '*') return { ...own, often: 'DAILY', at };
  return { ...own, often: 'WEEKLY', at, weekday: Number(weekday) || SUNDAY };
}

/** When a report is made, in words. */
export function scheduleWords({ cron, timeZone }: { readonly cron: string | null; readonly timeZone: string }): string {
  const { often, at, weekday, day } = scheduleOf(cron);
  const when = {
    NEVER: 'only when somebody asks',
    DAILY: `daily at ${at}`,
    WEEKLY: `each ${DAYS[weekday - 1]} at ${at}`,
    MONTHLY: `on day ${day} of each month at ${at}`,
    CRON: `as cron says: ${cron}`,
  }[often];
  return often === 'NEVER' ? when : `${when}, by the clocks of ${timeZone}`;
}

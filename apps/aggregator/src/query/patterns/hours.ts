import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { refusalOfFilter } from '../filter.js';
import { allOf, Statement } from '../sql.js';
import { type PatternCategory, type PatternClass, type PatternsAsked, refusalOfPatterns } from './pattern.js';
import { conditionsOf, fromPattern } from './patterns.sql.js';

/** Hours of a week. */
export const WEEK_HOURS = 168;

/** In which hours of the week patterns of a class begin. */
export interface ClassHours {
  readonly class: PatternClass;
  readonly category: PatternCategory;
  /** How many began in each hour of the week; the first is that from Monday 0:00 on. */
  readonly counts: readonly number[];
}

interface HourRow {
  readonly class: PatternClass;
  readonly category: PatternCategory;
  readonly hour: number;
  readonly count: number;
}

/** A name such as `Europe/Berlin`; offsets mean the opposite to PostgreSQL and to browsers. */
const TIME_ZONE = /^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/;
const INVALID_PARAMETER_VALUE = '22023';

/** Counts patterns by the hour of the week in which they began. */
@Injectable()
export class PatternHoursQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** Of each class that there is any of, in the hours of a time zone. */
  async read(asked: PatternsAsked, timeZone: string): Promise<Decoded<ClassHours[]>> {
    const refusal = refusalOfPatterns(asked) ?? refusalOfFilter(asked.filter);
    if (refusal) return { ok: false, refusal };
    if (!TIME_ZONE.test(timeZone)) return unknownZone();
    const statement = new Statement();
    const { rows } = await this.database
      .query<HourRow>(hoursSql(statement, asked, timeZone), statement.values)
      .catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === INVALID_PARAMETER_VALUE) return { rows: null };
        throw error;
      });
    return rows ? { ok: true, value: byClass(rows) } : unknownZone();
  }
}

function unknownZone<T>(): Decoded<T> {
  return { ok: false, refusal: { field: 'timeZone', reason: 'is no IANA name of a time zone, such as Europe/Berlin' } };
}

/** A quarter of an hour is one of an hour in every time zone; of the few that there are, the local time is found sooner. */
function hoursSql(statement: Statement, asked: PatternsAsked, timeZone: string): string {
  const local = `quarter AT TIME ZONE ${statement.place(timeZone, 'text')}`;
  return `
SELECT class, category, ((extract(isodow FROM ${local}) - 1) * 24 + extract(hour FROM ${local}))::int AS hour,
  sum(count)::int AS count
FROM (
  SELECT pattern.class, pattern.category, date_bin('15 minutes', pattern.started_at, 'epoch') AS quarter, count(*) AS count
  FROM ${fromPattern(statement, asked)} WHERE ${allOf(conditionsOf(statement, asked))}
  GROUP BY pattern.class, pattern.category, quarter) AS begun
GROUP BY class, category, hour ORDER BY class`;
}

function byClass(rows: readonly HourRow[]): ClassHours[] {
  const classes = new Map<PatternClass, { category: PatternCategory; counts: number[] }>();
  for (const row of rows) {
    const known = classes.get(row.class) ?? {
      category: row.category,
      counts: Array.from({ length: WEEK_HOURS }, () => 0),
    };
    known.counts[row.hour] = (known.counts[row.hour] ?? 0) + row.count;
    classes.set(row.class, known);
  }
  return [...classes].map(([name, { category, counts }]) => ({ class: name, category, counts }));
}

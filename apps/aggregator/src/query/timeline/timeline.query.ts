import { Inject, Injectable } from '@nestjs/common';
import type { Decoded, Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { DATABASE } from '../../store/database.js';
import { refusalOfRange } from '../alerts/alert.js';
import { refusalOfFilter } from '../filter.js';
import { decodeCursor, encodeCursor } from '../page/cursor.js';
import { type Listed, MOST_ROWS, type Page, type PageRequest } from '../page/listing.js';
import { byName, byTime, type KeyValue, valueSql } from '../page/sort-key.js';
import { Statement } from '../sql.js';
import { DeployQuery } from './deploy.query.js';
import { TIMELINE_KINDS, type TimelineAsked, type TimelineEntry, type TimelineMark } from './entry.js';
import { asMark, type Gathered, gatheredMarks, MARKS_A_KIND } from './marks.js';
import { entriesFrom, entryColumns, idSql, momentSql, type StoredEntryKind, titleSql } from './timeline.sql.js';

/** A chart shows no more. */
export const MOST_MARKS = MARKS_A_KIND * TIMELINE_KINDS.length;

const ORDER = 'timeline descending';
const KEYS = [byTime('at'), byName('kind'), byName('id')];

/** A place in the timeline; of the same moment, kinds follow each other, then ids. */
interface Place {
  /** µs since 1970. */
  readonly atUs: number;
  readonly kind: string;
  readonly id: string;
}

type Timeline = Pick<Listed<TimelineEntry>, 'page' | 'count'>;
type PlacedEntry = TimelineEntry & { readonly atUs: number };

/** Answers what happened as one stream, the newest first. */
@Injectable()
export class TimelineQuery {
  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly deploys: DeployQuery,
  ) {}

  /** The entries asked for, page by page. */
  list(asked: TimelineAsked, { first, after }: PageRequest<'at'>): Decoded<Timeline> {
    const refusal = refusalOf(asked) ?? refusalOfFirst(first);
    if (refusal) return { ok: false, refusal };
    const values = after === null ? null : decodeCursor(after, ORDER, KEYS);
    if (after !== null && values === null) {
      const reason = 'is no cursor of this list: take endCursor of the page before';
      return { ok: false, refusal: { field: 'after', reason } };
    }
    return {
      ok: true,
      value: {
        page: async () => this.page(asked, await this.deploysOf(asked), first, values && placeOf(values)),
        count: () => this.count(asked),
      },
    };
  }

  /** The entries of a range as marks, the oldest first; where there are too many, what is near each other of a kind is one. */
  async marks(asked: TimelineAsked): Promise<Decoded<TimelineMark[]>> {
    const { fromMs, toMs } = asked;
    const refusal = refusalOf(asked);
    if (refusal) return { ok: false, refusal };
    const deploys = await this.deploysOf(asked);
    const { rows, hasNextPage } = await this.page(asked, deploys, MOST_MARKS, null);
    if (!hasNextPage) return { ok: true, value: rows.map(asMark).reverse() };
    const stepMs = ((toMs ?? 0) - (fromMs ?? 0)) / MARKS_A_KIND;
    const gathered = await this.gathered(asked, stepMs);
    return { ok: true, value: gatheredMarks(gathered, deploys, fromMs ?? 0, stepMs) };
  }

  /** Worked out of many starts: once for each question. */
  private async deploysOf(asked: TimelineAsked): Promise<readonly TimelineEntry[]> {
    return isAsked(asked, 'deploy') ? this.deploys.read(asked) : [];
  }

  private async page(
    asked: TimelineAsked,
    deploys: readonly TimelineEntry[],
    first: number,
    after: Place | null,
  ): Promise<Page<TimelineEntry>> {
    const stored = await this.stored(asked, first + 1, after);
    const behind = deploys.map(placed).filter((entry) => after === null || isBehind(entry, after));
    const found = [...stored, ...behind].sort(newestFirst);
    const rows = found.slice(0, first);
    const last = rows.at(-1);
    return {
      rows,
      endCursor: last ? encodeCursor(ORDER, [last.atUs, last.kind, last.id]) : null,
      hasNextPage: found.length > rows.length,
    };
  }

  /** The newest of each kind, of which the newest are those of all: each kind is found by its own index. */
  private async stored(asked: TimelineAsked, most: number, after: Place | null): Promise<PlacedEntry[]> {
    const statement = new Statement();
    const parts = storedKinds(asked).map((kind) => {
      const at = momentSql(kind);
      const behind = after ? behindSql(statement, kind, after) : [];
      return `(SELECT ${entryColumns(kind)}, (extract(epoch FROM ${at}) * 1000000)::float8 AS "atUs"
        FROM ${entriesFrom(statement, kind, asked, behind)}
        ORDER BY ${at} DESC, ${idSql(kind)} DESC LIMIT ${statement.place(most, 'int')})`;
    });
    if (parts.length === 0) return [];
    return (await this.database.query<PlacedEntry>(parts.join('\nUNION ALL\n'), statement.values)).rows;
  }

  private async count(asked: TimelineAsked): Promise<number> {
    const statement = new Statement();
    const counts = storedKinds(asked).map((kind) => `(SELECT count(*) FROM ${entriesFrom(statement, kind, asked)})`);
    const sql = `SELECT (${['0', ...counts].join(' + ')})::int AS count`;
    const { rows } = await this.database.query<{ count: number }>(sql, statement.values);
    return (rows[0]?.count ?? 0) + (await this.deploysOf(asked)).length;
  }

  private async gathered(asked: TimelineAsked, stepMs: number): Promise<Gathered[]> {
    const statement = new Statement();
    const parts = storedKinds(asked).map((kind) => {
      const at = momentSql(kind);
      const step = `floor((extract(epoch FROM ${at}) * 1000 - ${statement.place(asked.fromMs ?? 0, 'float8')})
        / ${statement.place(stepMs, 'float8')})`;
      return `SELECT '${kind}' AS kind, oldest AS at, newest, count,
        (SELECT ${titleSql(kind)} FROM ${entriesFrom(statement, kind, asked, [`${at} = gathered.newest`])} LIMIT 1) AS "newestEntry"
        FROM (SELECT min(${at}) AS oldest, max(${at}) AS newest, count(*)::int AS count
          FROM ${entriesFrom(statement, kind, asked)} GROUP BY ${step}) AS gathered`;
    });
    if (parts.length === 0) return [];
    return (await this.database.query<Gathered>(parts.join('\nUNION ALL\n'), statement.values)).rows;
  }
}

function refusalOf({ filter, fromMs, toMs }: TimelineAsked): Refusal | null {
  return refusalOfRange(fromMs, toMs) ?? refusalOfFilter(filter);
}

function refusalOfFirst(first: number): Refusal | null {
  if (first >= 1 && first <= MOST_ROWS) return null;
  return { field: 'first', reason: `is not between 1 and ${MOST_ROWS}` };
}

function isAsked({ kinds }: TimelineAsked, kind: string): boolean {
  return kinds === null || kinds.some((each) => each === kind);
}

function storedKinds(asked: TimelineAsked): StoredEntryKind[] {
  return TIMELINE_KINDS.filter((kind) => kind !== 'deploy' && isAsked(asked, kind)) as StoredEntryKind[];
}

function placeOf([atUs, kind, id]: readonly KeyValue[]): Place {
  return { atUs: Number(atUs), kind: String(kind), id: String(id) };
}

function placed(entry: TimelineEntry): PlacedEntry {
  return { ...entry, atUs: entry.at.getTime() * 1_000 };
}

/** SQL: what comes after a place, the newest first. */
function behindSql(statement: Statement, kind: StoredEntryKind, after: Place): string[] {
  const [atKey] = KEYS;
  const at = valueSql(atKey ?? byTime('at'), (type) => statement.place(after.atUs, type));
  if (kind !== after.kind) return [`${momentSql(kind)} ${kind < after.kind ? '<=' : '<'} ${at}`];
  const id = statement.place(after.id, 'text');
  return [`${momentSql(kind)} <= ${at}`, `(${momentSql(kind)}, ${idSql(kind)}) < (${at}, ${id})`];
}

function newestFirst(one: Place, other: Place): number {
  if (one.atUs !== other.atUs) return other.atUs - one.atUs;
  if (one.kind !== other.kind) return one.kind < other.kind ? 1 : -1;
  return one.id < other.id ? 1 : -1;
}

function isBehind(entry: Place, after: Place): boolean {
  return newestFirst(after, entry) < 0 && !(entry.kind === after.kind && entry.id === after.id);
}

import type { Decoded, Refusal } from '@weir/model';
import type { Pool } from 'pg';
import { type Filter, refusalOfFilter } from '../filter.js';
import { allOf, Statement } from '../sql.js';
import { decodeCursor, encodeCursor } from './cursor.js';
import { BY_RANK, highestOf, NO_RANKING, type Ranking, type Ranks, ranksAmong, ranksSql } from './ranks.js';
import { readSql, type KeyValue, type SortKey, valueSql } from './sort-key.js';

/** SQL of each column of a row, by its name. */
export type Columns<Row> = Readonly<Record<keyof Row & string, string>>;

/** SQL of columns as they are selected. */
export function selectSql<Row>(columns: Columns<Row>): string {
  return Object.entries<string>(columns)
    .map(([name, sql]) => `${sql} AS "${name}"`)
    .join(', ');
}

/** A list that is read page by page. */
export interface Listing<Row, By extends string, Asked extends Filtered = Filtered> {
  /** Marks its cursors. */
  readonly name: string;
  readonly columns: Columns<Row>;
  /** What follows FROM and WHERE for what is asked. */
  readonly source: (statement: Statement, asked: Asked) => Source;
  /** How rows are known that a text finds: once, for page and count. */
  readonly known?: Known;
  /** SQL of when a row went, which is left out then unless it is asked for; none where all are listed, or the source sees to it. */
  readonly goneAt?: string;
  /** What is joined to the source where the list is ordered by figures of now; `ranked` is the table of them. */
  readonly joinRanks?: (ranked: string, ranks: Ranks) => string;
  /** The orders that it can be read in; the first is taken where none is asked for. */
  readonly orders: Readonly<Record<By, readonly SortKey[]>>;
  /** Follows each order and makes it total, so that a cursor is one place. */
  readonly ties: readonly SortKey[];
}

/** SQL of what is of one row alone. */
export interface Known {
  /** A whole number. */
  readonly id: string;
  /** The id that ranks of things have it by. */
  readonly rankId: string;
}

export interface Source {
  readonly from: string;
  readonly conditions: readonly string[];
}

/** What a list is asked for beside its order. */
export interface Filtered {
  readonly filter: Filter;
  /** The figures of now that an order by BY_RANK means. */
  readonly ranks?: Ranks | null;
}

/** Which page is asked for. */
export interface PageRequest<By extends string> {
  readonly by: By;
  readonly descending: boolean;
  /** At most so many rows. */
  readonly first: number;
  /** A cursor, behind which the page begins; null = the first page. */
  readonly after: string | null;
}

/** Rows that follow each other, and where the next ones begin. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** The place behind the last row; null where there is none. */
  readonly endCursor: string | null;
  readonly hasNextPage: boolean;
}

/** A list that was asked for: read when it is needed. */
export interface Listed<Row> {
  page(): Promise<Page<Row>>;
  /** Of all pages. */
  count(): Promise<number>;
  /** All rows behind the cursor, some thousand at a time: what stays as it is comes exactly once. */
  batches(): AsyncGenerator<readonly Row[]>;
}

/** The most rows of a page. */
export const MOST_ROWS = 500;

/** Answers a list, or what is wrong with the request. Pages are found by the values of keys, never counted off: each costs the same. */
export function listed<Row extends object, By extends string, Asked extends Filtered>(
  database: Pool,
  listing: Listing<Row, By, Asked>,
  asked: Asked,
  request: PageRequest<By>,
  ranking: Ranking = NO_RANKING,
): Decoded<Listed<Row>> {
  const refusal = refusalOfFilter(asked.filter) ?? refusalOfFirst(request.first);
  if (refusal) return { ok: false, refusal };
  const order = `${listing.name} ${request.by}${request.descending ? ' descending' : ''}`;
  const keys = [...listing.orders[request.by], ...listing.ties];
  const after = request.after === null ? null : decodeCursor(request.after, order, keys);
  if (request.after !== null && after === null) {
    const reason = 'is no cursor of this list in this order: take endCursor of the page before';
    return { ok: false, refusal: { field: 'after', reason } };
  }
  const place = { ...request, order, keys, after };
  const ranked = once(async () => ({ ...asked, ranks: await ranking() }));
  const finding = once(() => findByText(database, listing, asked));
  return {
    ok: true,
    value: {
      page: async () => {
        // The database looks for the text while we put 50,000 figures in order.
        const [found, now] = await Promise.all([finding(), ranked()]);
        return found ? readFound(database, listing, now, { found, place }) : readRanked(database, listing, now, place);
      },
      count: async () => (await finding())?.ids.length ?? count(database, listing, asked),
      batches: () => readAll(async (at) => readRanked(database, listing, await ranked(), at), place),
    },
  };
}

/** More rows than this are not told one by one. */
const MOST_FOUND = 5_000;

/** Rows that hold a text. */
interface Found {
  readonly ids: readonly number[];
  readonly rankIds: ReadonlySet<string>;
}

/**
 * The rows that a text is found in; null where it is not asked for one, or too many hold it. The database cannot
 * tell how many will: it takes most for likely, and reads all rows in the order of the page, for the page and for its count.
 */
async function findByText<Row, By extends string, Asked extends Filtered>(
  database: Pool,
  listing: Listing<Row, By, Asked>,
  asked: Asked,
): Promise<Found | null> {
  if (!listing.known || !asked.filter.text) return null;
  const { id, rankId } = listing.known;
  const statement = new Statement();
  const { from, conditions } = sourceOf(listing, statement, asked);
  const sql = `SELECT ${id} AS id, ${rankId} AS "rankId" FROM ${from} WHERE ${allOf(conditions)} LIMIT ${MOST_FOUND + 1}`;
  const { rows } = await database.query<{ id: number; rankId: string }>(sql, statement.values);
  if (rows.length > MOST_FOUND) return null;
  return { ids: rows.map((row) => row.id), rankIds: new Set(rows.map((row) => row.rankId)) };
}

/** A page of what was found, by its own figures of now: with those of 50,000 others it would take fifty times as long. */
function readFound<Row extends object, By extends string, Asked extends Filtered>(
  database: Pool,
  listing: Listing<Row, By, Asked>,
  asked: Asked,
  { found, place }: { readonly found: Found; readonly place: Place },
): Promise<Page<Row>> {
  const source = (statement: Statement): Source => ({
    from: listing.source(new Statement(), asked).from,
    conditions: [`${listing.known?.id} = ANY (${statement.place(found.ids, 'int[]')})`],
  });
  const ranks = asked.ranks ? ranksAmong(asked.ranks, found.rankIds) : null;
  return readPage(database, { ...listing, source }, { ...asked, ranks }, place);
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | null = null;
  return () => (begun ??= work());
}

function refusalOfFirst(first: number): Refusal | null {
  if (Number.isInteger(first) && first >= 1 && first <= MOST_ROWS) return null;
  return { field: 'first', reason: `is not between 1 and ${MOST_ROWS}` };
}

interface Place {
  readonly order: string;
  readonly keys: readonly SortKey[];
  readonly descending: boolean;
  readonly first: number;
  readonly after: readonly KeyValue[] | null;
}

/** A page of so many rows costs little more than a small one. */
const ROWS_A_BATCH = 5_000;

async function* readAll<Row>(page: (at: Place) => Promise<Page<Row>>, place: Place): AsyncGenerator<readonly Row[]> {
  for (let { after } = place; ;) {
    const { rows, endCursor, hasNextPage } = await page({ ...place, first: ROWS_A_BATCH, after });
    yield rows;
    if (!hasNextPage || endCursor === null) return;
    after = decodeCursor(endCursor, place.order, place.keys);
  }
}

/** The highest are looked through first: joining 50,000 figures for a page of them would take ten times as long. */
async function readRanked<Row extends object, By extends string, Asked extends Filtered>(
  database: Pool,
  listing: Listing<Row, By, Asked>,
  asked: Asked,
  place: Place,
): Promise<Page<Row>> {
  const { ranks } = asked;
  const highest = place.descending && ranks?.of === 'things' && place.keys[0] === BY_RANK ? highestOf(ranks) : null;
  if (highest) {
    const among = await readPage(database, onlyRanked(listing), { ...asked, ranks: highest }, place);
    if (among.hasNextPage) return among;
  }
  return readPage(database, listing, asked, place);
}

function onlyRanked<Row, By extends string, Asked extends Filtered>(
  listing: Listing<Row, By, Asked>,
): Listing<Row, By, Asked> {
  const source = (statement: Statement, asked: Asked): Source => {
    const { from, conditions } = listing.source(statement, asked);
    return { from, conditions: [...conditions, 'ranked.value IS NOT NULL'] };
  };
  return { ...listing, source };
}

type KeyedRow<Row> = Row & { readonly keyValues: KeyValue[] };

async function readPage<Row extends object, By extends string, Asked extends Filtered>(
  database: Pool,
  listing: Listing<Row, By, Asked>,
  asked: Asked,
  place: Place,
): Promise<Page<Row>> {
  const statement = new Statement();
  const sql = pageSql(statement, listing, asked, place);
  const found = (await database.query<KeyedRow<Row>>(sql, statement.values)).rows;
  const rows = found.slice(0, place.first);
  const last = rows.at(-1);
  return {
    rows: rows.map(withoutKeys),
    endCursor: last ? encodeCursor(place.order, last.keyValues) : null,
    hasNextPage: found.length > rows.length,
  };
}

function withoutKeys<Row extends object>({ keyValues: _, ...row }: KeyedRow<Row>): Row {
  return row as unknown as Row;
}

/** One row more than asked tells whether there is a next page. Keys are made readable for the rows of the page alone. */
function pageSql<Row, By extends string, Asked extends Filtered>(
  statement: Statement,
  listing: Listing<Row, By, Asked>,
  asked: Asked,
  { keys, descending, first, after }: Place,
): string {
  const { from, conditions } = sourceOf(listing, statement, asked);
  const behind = after ? behindSql(statement, keys, after, descending) : [];
  const names = Object.keys(listing.columns).map((name) => `"${name}"`);
  const keyNames = keys.map((_, index) => `key_${index}`);
  const order = keyNames.map((name) => `${name} ${descending ? 'DESC' : 'ASC'}`).join(', ');
  return `
SELECT ${names.join(', ')}, json_build_array(${keys.map((key, index) => readSql(key, `key_${index}`)).join(', ')}) AS "keyValues"
FROM (
  SELECT ${[selectSql(listing.columns), ...keys.map(({ sql }, index) => `${sql} AS key_${index}`)].join(', ')}
  FROM ${from} WHERE ${allOf([...conditions, ...behind])}
  ORDER BY ${order} LIMIT ${statement.place(first + 1, 'int')}) AS page
ORDER BY ${order}`;
}

function sourceOf<Row, By extends string, Asked extends Filtered>(
  { source, goneAt, joinRanks }: Listing<Row, By, Asked>,
  statement: Statement,
  asked: Asked,
): Source {
  const { from, conditions } = source(statement, asked);
  const { ranks } = asked;
  const ranked = ranks && joinRanks ? ` ${joinRanks(ranksSql(statement, ranks), ranks)}` : '';
  const there = goneAt === undefined || asked.filter.includeGone ? [] : [`${goneAt} IS NULL`];
  return { from: `${from}${ranked}`, conditions: [...conditions, ...there] };
}

/** The first key is compared by itself too: an index may know it alone. */
function behindSql(
  statement: Statement,
  keys: readonly SortKey[],
  after: readonly KeyValue[],
  descending: boolean,
): string[] {
  const values = keys.map((key, index) => valueSql(key, (type) => statement.place(after[index], type)));
  const sign = descending ? '<' : '>';
  return [
    `${keys[0]?.sql} ${sign}= ${values[0]}`,
    `(${keys.map(({ sql }) => sql).join(', ')}) ${sign} (${values.join(', ')})`,
  ];
}

async function count<Row, By extends string, Asked extends Filtered>(
  database: Pool,
  listing: Listing<Row, By, Asked>,
  asked: Asked,
): Promise<number> {
  const statement = new Statement();
  const { from, conditions } = sourceOf(listing, statement, asked);
  const sql = `SELECT count(*)::int AS count FROM ${from} WHERE ${allOf(conditions)}`;
  return (await database.query<{ count: number }>(sql, statement.values)).rows[0]?.count ?? 0;
}

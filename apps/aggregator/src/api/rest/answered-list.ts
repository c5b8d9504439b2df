import type { Decoded } from '@weir/model';
import type { Request, Response } from 'express';
import type { Listed, Page } from '../../query/page/listing.js';
import { queryOf } from './parameters/query-of.js';
import { accepted } from './refused.js';

/** Which page of a list. */
export interface Place {
  readonly limit: number;
  readonly cursor: string | null;
}

/** A list whose rows are answered. */
export interface AnsweredList<Answer> {
  page(): Promise<Page<Answer>>;
  /** All that follows, some thousand at a time. */
  batches(): AsyncGenerator<readonly Answer[]>;
  /** How many rows all of it has. */
  count(): Promise<number>;
}

/** A list with its rows as they are answered; throws where it is refused. */
export function answered<Row, Answer>(
  decoded: Decoded<Listed<Row>>,
  toAnswers: (rows: readonly Row[]) => Promise<readonly Answer[]> | readonly Answer[],
): AnsweredList<Answer> {
  const listed = accepted(decoded);
  return {
    page: async () => {
      const page = await listed.page();
      return { ...page, rows: await toAnswers(page.rows) };
    },
    batches: async function* () {
      for await (const rows of listed.batches()) yield await toAnswers(rows);
    },
    count: () => listed.count(),
  };
}

/** Answers a page, and in the header `Link` the address of the next one. */
export async function answerPage<Answer>(
  { originalUrl }: Request,
  response: Response,
  list: Pick<AnsweredList<Answer>, 'page'>,
): Promise<readonly Answer[]> {
  const { rows, endCursor, hasNextPage } = await list.page();
  if (hasNextPage && endCursor !== null) response.set('Link', `<${nextUrl(originalUrl, endCursor)}>; rel="next"`);
  return rows;
}

function nextUrl(originalUrl: string, cursor: string): string {
  const [path = ''] = originalUrl.split('?', 1);
  const parameters = queryOf(originalUrl);
  parameters.set('cursor', cursor);
  return `${path}?${parameters.toString()}`;
}

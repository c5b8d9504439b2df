import { askGraphql } from './graphql.js';

/** A page of a list. */
export interface ListPage<Node> {
  readonly nodes: readonly Node[];
  readonly totalCount: number;
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

/** What a list is asked for; in GraphQL, such as `filter: { stack: { eq: "shop" } }`. */
export interface ListAsked {
  readonly list: string;
  readonly args?: string;
  /** Fields of an entry. */
  readonly fields: string;
}

/** A page of a list of an API. */
export async function askPage<Node>(
  url: string,
  { list, args = '', fields }: ListAsked,
  page: { readonly first?: number; readonly after?: string | null } = {},
): Promise<ListPage<Node>> {
  const query = `query ($first: Int, $after: String) {
    page: ${list}(${args} first: $first, after: $after) { nodes { ${fields} } totalCount pageInfo { endCursor hasNextPage } } }`;
  const { data, errors } = await askGraphql<{ page: ListPage<Node> }>(url, query, { first: 500, ...page });
  if (!data || errors) throw new Error(`${list}: ${JSON.stringify(errors)}`);
  return data.page;
}

/** All pages of a list, of so many entries each. */
export async function askPages<Node>(url: string, asked: ListAsked, first: number): Promise<ListPage<Node>[]> {
  const pages: ListPage<Node>[] = [];
  for (let after: string | null = null; ;) {
    const page: ListPage<Node> = await askPage<Node>(url, asked, { first, after });
    pages.push(page);
    if (!page.pageInfo.hasNextPage) return pages;
    after = page.pageInfo.endCursor;
  }
}

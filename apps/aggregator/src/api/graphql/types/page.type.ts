import type { Type } from '@nestjs/common';
import { Field, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import type { Listed, Page } from '../../../query/page/listing.js';

/** Which way a list is sorted. */
export const SortDirection = { ASCENDING: 'ascending', DESCENDING: 'descending' } as const;
export type SortDirection = (typeof SortDirection)[keyof typeof SortDirection];
registerEnumType(SortDirection, {
  name: 'SortDirection',
  description: 'Which way a list is sorted. What has no value is less than all that has one.',
  valuesMap: {
    ASCENDING: { description: 'From A to Z, from few to many, from early to late.' },
    DESCENDING: { description: 'From Z to A, from many to few, from late to early.' },
  },
});

/** How a list goes on. */
@ObjectType({ description: 'How a list goes on behind a page.' })
export class PageInfo {
  @Field(() => String, {
    nullable: true,
    description: 'Give it as `after`, with the same filter and sort, for the next page; null where this one is empty.',
  })
  readonly endCursor: string | null;

  @Field(() => Boolean, { description: 'Whether anything follows.' })
  readonly hasNextPage: boolean;
}

/** A page of a list; each part is read when it is asked for. */
export interface Connection<Row> {
  readonly nodes: Promise<readonly Row[]>;
  readonly totalCount: Promise<number>;
  readonly pageInfo: Promise<PageInfo>;
}

/** Makes the GraphQL type of a page. `plural` = what is listed, for its descriptions. */
export function connectionType<Node>(node: Type<Node>, name: string, plural: string): Type<object> {
  @ObjectType(`${name}Connection`, { description: `A page of a list of ${plural}.` })
  class ConnectionType {
    @Field(() => [node], { description: `The ${plural} of this page, in the order asked for.` })
    readonly nodes: unknown;

    @Field(() => Int, { description: `How many ${plural} there are on all pages; costs a count of them all.` })
    readonly totalCount: unknown;

    @Field(() => PageInfo, { description: 'How the list goes on.' })
    readonly pageInfo: unknown;
  }
  return ConnectionType;
}

/** A page whose parts are read when they are asked for, and the rows once for all of them: hence the getters. */
export function connectionOf<Row>(list: Pick<Listed<Row>, 'page' | 'count'>): Connection<Row> {
  let page: Promise<Page<Row>> | null = null;
  const read = (): Promise<Page<Row>> => (page ??= list.page());
  return {
    get nodes() {
      return read().then(({ rows }) => rows);
    },
    get totalCount() {
      return list.count();
    },
    get pageInfo() {
      return read().then(({ endCursor, hasNextPage }) => ({ endCursor, hasNextPage }));
    },
  };
}

/** What a list is sorted by, as its input says it. */
export interface Sort<By> {
  readonly by: By;
  readonly direction?: SortDirection | null;
}

/** Makes the GraphQL input that sorts a list: `by` maps each name in GraphQL to ours and its description. */
export function sortType<By extends string>(
  name: string,
  plural: string,
  by: Readonly<Record<string, readonly [By, string]>>,
): Type<Sort<By>> {
  const values = Object.fromEntries(Object.entries(by).map(([key, [value]]) => [key, value]));
  const valuesMap = Object.fromEntries(Object.entries(by).map(([key, [, description]]) => [key, { description }]));
  registerEnumType(values, { name: `${name}SortBy`, description: `What ${plural} are sorted by.`, valuesMap });

  @InputType(`${name}Sort`, { description: `How ${plural} are sorted.` })
  class SortType implements Sort<By> {
    @Field(() => values, { description: 'What they are sorted by.' })
    readonly by: By;

    @Field(() => SortDirection, {
      nullable: true,
      defaultValue: SortDirection.ASCENDING,
      description: 'Which way.',
    })
    readonly direction?: SortDirection | null;
  }
  return SortType;
}

import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** What there is by a name, while it is typed. */
export const SEARCH = graphql(`
  query Search($text: String!, $kinds: [SearchKind!], $first: Int) {
    search(text: $text, kinds: $kinds, first: $first) {
      kind
      id
      name
      where
      field
      value
      gone
    }
  }
`);

export type SearchHit = ResultOf<typeof SEARCH>['search'][number];
export type SearchKind = SearchHit['kind'];

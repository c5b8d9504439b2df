import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** The newest entries of the timeline in a range. */
export const CHANGES = graphql(`
  query ChangesOf($filter: Filter, $kinds: [String!], $from: DateTime, $to: DateTime, $first: Int!) {
    events(filter: $filter, kinds: $kinds, from: $from, to: $to, first: $first) {
      nodes {
        at
        kind
        subject
        text
      }
    }
  }
`);

export type ChangeEntry = ResultOf<typeof CHANGES>['events']['nodes'][number];

import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** For how long traffic is kept, and how fine. */
export const KEPT = graphql(`
  query Kept {
    storage {
      stored {
        kind
        resolution
        keepSeconds
        wholeSince
      }
    }
  }
`);

export type Kept = ResultOf<typeof KEPT>['storage']['stored'][number];

import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** Containers to ask about their protocols, the busiest first. */
export const CONTAINER_NAMES = graphql(`
  query ContainerNames($filter: Filter, $first: Int!) {
    containers(filter: $filter, sort: { by: BYTES_PER_SECOND, direction: DESCENDING }, first: $first) {
      totalCount
      nodes {
        id
        name
        pod
        hostNetwork
        host {
          id
          name
        }
        interfaces {
          key
        }
      }
    }
  }
`);

/** What network namespaces count by protocol, over time. */
export const PROTOCOLS = graphql(`
  query ProtocolsOverTime($input: ProtocolSeriesInput!) {
    protocolSeries(input: $input) {
      from
      to
      at
      stepMilliseconds
      resolution
      series {
        namespace
        columns
        host {
          id
          name
          state
          missing
        }
      }
    }
  }
`);

export type NamedContainerOfHost = ResultOf<typeof CONTAINER_NAMES>['containers']['nodes'][number];
export type ProtocolsInput = VariablesOf<typeof PROTOCOLS>['input'];
export type Protocols = ResultOf<typeof PROTOCOLS>['protocolSeries'];

import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** Hosts to ask about their protocols or ways, by name. */
export const HOST_NAMES = graphql(`
  query HostNames($filter: Filter, $first: Int!, $after: String) {
    hosts(filter: $filter, first: $first, after: $after) {
      totalCount
      nodes {
        id
        name
        state
        missing
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** Containers to ask about their protocols. */
export const CONTAINER_NAMES = graphql(`
  query ContainerNames($filter: Filter, $first: Int!) {
    containers(filter: $filter, sort: { by: HOST }, first: $first) {
      totalCount
      nodes {
        id
        name
        hostNetwork
        host {
          id
          name
          missing
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
        }
      }
    }
  }
`);

export type NamedHost = ResultOf<typeof HOST_NAMES>['hosts']['nodes'][number];
export type NamedContainerOfHost = ResultOf<typeof CONTAINER_NAMES>['containers']['nodes'][number];
export type ProtocolsInput = VariablesOf<typeof PROTOCOLS>['input'];
export type Protocols = ResultOf<typeof PROTOCOLS>['protocolSeries'];

import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** A page of containers, as the list shows them. */
export const CONTAINER_LIST = graphql(`
  query ContainerList($filter: Filter, $sort: ContainerSort, $first: Int!, $after: String, $counted: Boolean!) {
    containers(filter: $filter, sort: $sort, first: $first, after: $after) {
      totalCount @include(if: $counted)
      nodes {
        id
        name
        image
        stack
        service
        pod
        podNamespace
        workload
        hostNetwork
        startedAt
        cpuPercent
        memoryBytes
        memoryLimitBytes
        rates
        host {
          id
          name
          state
          missing
        }
        interfaces {
          id
          class
          network {
            name
          }
        }
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** What containers use now, those that use most of it first. */
export const CONTAINER_USE = graphql(`
  query ContainerUse($filter: Filter, $sort: ContainerSort, $first: Int!) {
    containers(filter: $filter, sort: $sort, first: $first) {
      totalCount
      nodes {
        id
        name
        cpuPercent
        memoryBytes
        host {
          name
        }
      }
    }
  }
`);

/** One container with all that is known of it. */
export const CONTAINER_DETAIL = graphql(`
  query ContainerDetail($id: ID!) {
    container(id: $id) {
      id
      name
      image
      stack
      service
      pod
      podNamespace
      workload
      hostNetwork
      startedAt
      goneAt
      cpuPercent
      memoryBytes
      memoryLimitBytes
      rates
      labels {
        key
        value
      }
      host {
        id
        name
        state
        missing
      }
      interfaces {
        id
        name
        class
        uplink
        state
        speedBitsPerSecond
        addresses
        rates
        network {
          name
        }
        containers {
          id
          name
          pod
        }
      }
    }
  }
`);

/** CPU and memory of containers over time. */
export const CONTAINER_STATE = graphql(`
  query ContainerStateOverTime($input: ContainerSeriesInput!) {
    containerSeries(input: $input) {
      from
      to
      at
      stepMilliseconds
      resolution
      series {
        id
        name
        columns
        host {
          id
          name
        }
      }
    }
  }
`);

export type ListedContainer = ResultOf<typeof CONTAINER_LIST>['containers']['nodes'][number];
export type ContainerUse = ResultOf<typeof CONTAINER_USE>['containers'];
export type ContainerSort = NonNullable<VariablesOf<typeof CONTAINER_LIST>['sort']>;
export type ContainerDetail = NonNullable<ResultOf<typeof CONTAINER_DETAIL>['container']>;
export type ContainerState = ResultOf<typeof CONTAINER_STATE>['containerSeries'];

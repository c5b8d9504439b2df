import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';
import { CONTAINER_ROW, INTERFACE_ROW } from './fragments.js';

/** A page of containers, as the list shows them. */
export const CONTAINER_LIST = graphql(
  `
    query ContainerList($filter: Filter, $sort: ContainerSort, $first: Int!, $after: String, $counted: Boolean!) {
      containers(filter: $filter, sort: $sort, first: $first, after: $after) {
        totalCount @include(if: $counted)
        nodes {
          ...ContainerRow
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
  `,
  [CONTAINER_ROW],
);

/** What containers use now, those that use most of it first. */
export const CONTAINER_USE = graphql(`
  query ContainerUse($filter: Filter, $sort: ContainerSort, $first: Int!) {
    containers(filter: $filter, sort: $sort, first: $first) {
      totalCount
      nodes {
        id
        name
        pod
        cpuPercent
        memoryBytes
        host {
          id
          name
        }
      }
    }
  }
`);

/** One container with all that is known of it. */
export const CONTAINER_DETAIL = graphql(
  `
    query ContainerDetail($id: ID!) {
      container(id: $id) {
        ...ContainerRow
        goneAt
        labels {
          key
          value
        }
        interfaces {
          ...InterfaceRow
        }
      }
    }
  `,
  [CONTAINER_ROW, INTERFACE_ROW],
);

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

import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';
import { CONTAINER_ROW } from './fragments.js';

/** A page of stacks. */
export const STACKS = graphql(`
  query Stacks($filter: Filter, $after: String) {
    stacks(filter: $filter, first: 500, after: $after) {
      nodes {
        id
        name
        hostCount
        containerCount
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** A page of services. */
export const SERVICES = graphql(`
  query Services($filter: Filter, $after: String) {
    services(filter: $filter, first: 500, after: $after) {
      nodes {
        id
        name
        stack
        hostCount
        containerCount
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** A page of Kubernetes workloads. */
export const WORKLOADS = graphql(`
  query Workloads($filter: Filter, $after: String) {
    workloads(filter: $filter, first: 500, after: $after) {
      nodes {
        id
        name
        namespace
        hostCount
        containerCount
      }
      pageInfo {
        endCursor
        hasNextPage
      }
    }
  }
`);

/** A page of the containers of a workload, with how they are now. */
export const WORKLOAD_CONTAINERS = graphql(
  `
    query WorkloadContainers($filter: Filter!, $after: String) {
      containers(filter: $filter, sort: { by: HOST }, first: 200, after: $after) {
        totalCount
        nodes {
          ...ContainerRow
          interfaces {
            id
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

export type WorkloadContainer = ResultOf<typeof WORKLOAD_CONTAINERS>['containers']['nodes'][number];

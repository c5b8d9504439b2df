import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';
import { INTERFACE_ROW } from './fragments.js';

/** A page of interfaces, as the list shows them. */
export const INTERFACE_LIST = graphql(
  `
    query InterfaceList($filter: Filter, $sort: InterfaceSort, $first: Int!, $after: String, $counted: Boolean!) {
      interfaces(filter: $filter, sort: $sort, first: $first, after: $after) {
        totalCount @include(if: $counted)
        nodes {
          ...InterfaceRow
          host {
            id
            name
            state
            missing
          }
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  `,
  [INTERFACE_ROW],
);

/** The first interfaces of an order, as charts name them. */
export const INTERFACE_RANKING = graphql(
  `
    query InterfaceRanking($filter: Filter, $sort: InterfaceSort, $first: Int!) {
      interfaces(filter: $filter, sort: $sort, first: $first) {
        nodes {
          ...InterfaceRow
          host {
            name
          }
        }
      }
    }
  `,
  [INTERFACE_ROW],
);

/** One interface with all that is known of it. */
export const INTERFACE_DETAIL = graphql(`
  query InterfaceDetail($id: ID!) {
    interface(id: $id) {
      id
      key
      name
      class
      uplink
      mac
      mtu
      speedBitsPerSecond
      speedSource
      state
      addresses
      master
      resets
      goneAt
      countersSince
      rates
      host {
        id
        name
        state
        platform
        missing
        intervalMilliseconds
      }
      network {
        id
        name
        driver
        internal
      }
      containers {
        id
        name
        pod
        stack
        service
      }
    }
  }
`);

/** The last 1, 5 and 15 minutes of interfaces. */
export const AVERAGES = graphql(`
  query Averages($input: AveragesInput!) {
    averages(input: $input) {
      at
      groups {
        group
        oneMinute {
          coveredMilliseconds
          perSecond
        }
        fiveMinutes {
          coveredMilliseconds
          perSecond
        }
        fifteenMinutes {
          coveredMilliseconds
          perSecond
        }
      }
    }
  }
`);

/** Says how fast a link is; null leaves it to what its system tells. */
export const SET_LINK_SPEED = graphql(`
  mutation SetLinkSpeed($id: ID!, $speed: Float) {
    setLinkSpeed(interface: $id, bitsPerSecond: $speed) {
      id
    }
  }
`);

export type ListedInterface = ResultOf<typeof INTERFACE_LIST>['interfaces']['nodes'][number];
export type RankedInterface = ResultOf<typeof INTERFACE_RANKING>['interfaces']['nodes'][number];
export type InterfaceSort = NonNullable<VariablesOf<typeof INTERFACE_LIST>['sort']>;
export type InterfaceDetail = NonNullable<ResultOf<typeof INTERFACE_DETAIL>['interface']>;
export type GroupAverages = ResultOf<typeof AVERAGES>['averages']['groups'][number];

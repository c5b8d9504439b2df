import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

const CYCLE = graphql(`
  fragment CycleFields on QuotaCycle {
    from
    until
    isClosed
    countedFrom
    countedUntil
    receivedBytes
    transmittedBytes
    usedBytes
    usedPercent
    coveredPercent
    cost
    projectedCost
    projection {
      usedBytes
      lowBytes
      highBytes
      usedPercent
      reachesLimitAt
    }
  }
`);

/** A quota as it was made, and how far its cycle has come. */
const QUOTA_FIELDS = graphql(
  `
    fragment QuotaFields on Quota {
      id
      name
      subject {
        kind
        host
        name
        hostName
      }
      cycle {
        kind
        resetDay
        resetMinute
        days
        firstDay
        timeZone
      }
      measure
      limitBytes
      includedBytes
      pricePerGb
      currency
      current {
        ...CycleFields
      }
    }
  `,
  [CYCLE],
);

export const QUOTAS = graphql(
  `
    query Quotas {
      quotas {
        ...QuotaFields
      }
    }
  `,
  [QUOTA_FIELDS],
);

/** One quota with its past, and the days of one cycle. */
export const QUOTA = graphql(
  `
    query QuotaOf($id: ID!, $at: DateTime) {
      quota(id: $id) {
        ...QuotaFields
        cycles(first: 24) {
          ...CycleFields
        }
        daily(at: $at) {
          from
          until
          receivedBytes
          transmittedBytes
          usedBytes
          coveredPercent
        }
      }
    }
  `,
  [QUOTA_FIELDS, CYCLE],
);

export const SAVE_QUOTA = graphql(`
  mutation SaveQuota($id: ID, $input: QuotaInput!) {
    saveQuota(id: $id, input: $input) {
      quota {
        id
      }
      refusals {
        field
        reason
      }
    }
  }
`);

export const DELETE_QUOTA = graphql(`
  mutation DeleteQuota($id: ID!) {
    deleteQuota(id: $id)
  }
`);

/** What five-minute averages come to, by the 95th percentile. */
export const PERCENTILE = graphql(`
  query PercentileOf($input: PercentileInput!) {
    percentile(input: $input) {
      from
      to
      inBytesPerSecond
      outBytesPerSecond
      maxBytesPerSecond
      sampleCount
      droppedCount
      missingCount
      excludedCount
      curve {
        rank
        inBytesPerSecond
        outBytesPerSecond
        maxBytesPerSecond
      }
      cost
      currency
    }
  }
`);

export type Quota = ResultOf<typeof QUOTA_FIELDS>;
export type QuotaCycle = ResultOf<typeof CYCLE>;
export type QuotaDetail = NonNullable<ResultOf<typeof QUOTA>['quota']>;
export type QuotaDay = QuotaDetail['daily'][number];
export type QuotaInput = VariablesOf<typeof SAVE_QUOTA>['input'];
export type Percentile = ResultOf<typeof PERCENTILE>['percentile'];
export type PercentileInput = VariablesOf<typeof PERCENTILE>['input'];

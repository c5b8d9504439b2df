import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

const MATCHER = graphql(`
  fragment MatcherFields on AlertMatcher {
    rules
    severities
    labels {
      key
      value
    }
    scope
  }
`);

/** A time of quiet that somebody asked for. */
export const SILENCE = graphql(
  `
    fragment SilenceFields on AlertSilence {
      id
      from
      until
      by
      comment
      isActive
      matcher {
        ...MatcherFields
      }
    }
  `,
  [MATCHER],
);

/** A time of quiet that comes again, with its next times. */
export const MAINTENANCE = graphql(
  `
    fragment MaintenanceFields on MaintenanceWindow {
      id
      name
      timeZone
      from
      to
      weekdays
      daysOfMonth
      weekOfMonth
      isQuietNow
      nextTimes(count: 3) {
        from
        until
      }
      matcher {
        ...MatcherFields
      }
    }
  `,
  [MATCHER],
);

/** All that keeps alerts quiet, or will, and the rules by their names. */
export const QUIET = graphql(
  `
    query Quiet($over: Boolean!) {
      silences(over: $over) {
        ...SilenceFields
      }
      maintenanceWindows {
        ...MaintenanceFields
      }
      alertRules {
        id
        name
      }
    }
  `,
  [SILENCE, MAINTENANCE],
);

export const SET_SILENCE = graphql(`
  mutation SetSilence($silence: AlertSilenceInput!) {
    silence(input: $silence) {
      refusals {
        field
        reason
      }
    }
  }
`);

export const END_SILENCE = graphql(`
  mutation EndSilence($id: ID!) {
    endSilence(id: $id)
  }
`);

export const SAVE_MAINTENANCE = graphql(`
  mutation SaveMaintenance($window: MaintenanceWindowInput!) {
    saveMaintenanceWindow(input: $window) {
      refusals {
        field
        reason
      }
    }
  }
`);

export const DELETE_MAINTENANCE = graphql(`
  mutation DeleteMaintenance($id: ID!) {
    deleteMaintenanceWindow(id: $id)
  }
`);

export type Matcher = ResultOf<typeof MATCHER>;
export type Silence = ResultOf<typeof SILENCE>;
export type Maintenance = ResultOf<typeof MAINTENANCE>;
export type Quiet = ResultOf<typeof QUIET>;
export type SilenceInput = VariablesOf<typeof SET_SILENCE>['silence'];
export type MaintenanceInput = VariablesOf<typeof SAVE_MAINTENANCE>['window'];

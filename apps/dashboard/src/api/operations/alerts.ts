import type { ResultOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** An alert wherever it is listed. */
export const ALERT_ROW = graphql(`
  fragment AlertRow on Alert {
    id
    ruleId
    ruleName
    severity
    state
    sentence
    since
    firedAt
    resolvedAt
    resolution
    whyQuiet
    runbookUrl
    acknowledgement {
      by
      at
      note
    }
    subject {
      level
      key
      name
      hostId
      hostName
      network
      service
      containerId
      interfaceId
    }
    incident {
      id
    }
  }
`);

/** A page of alerts. */
export const ALERT_LIST = graphql(
  `
    query AlertList(
      $states: [AlertState!]
      $severities: [AlertSeverity!]
      $rules: [ID!]
      $filter: Filter
      $text: String
      $incident: ID
      $from: DateTime
      $to: DateTime
      $first: Int!
      $after: String
      $counted: Boolean!
    ) {
      alerts(
        states: $states
        severities: $severities
        rules: $rules
        filter: $filter
        text: $text
        incident: $incident
        from: $from
        to: $to
        first: $first
        after: $after
      ) {
        totalCount @include(if: $counted)
        nodes {
          ...AlertRow
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  `,
  [ALERT_ROW],
);

/** An incident wherever it is listed. */
export const INCIDENT_ROW = graphql(`
  fragment IncidentRow on Incident {
    id
    openedAt
    resolvedAt
    severity
    title
    alertCount
  }
`);

/** A page of incidents. */
export const INCIDENT_LIST = graphql(
  `
    query IncidentList(
      $open: Boolean
      $severities: [AlertSeverity!]
      $text: String
      $from: DateTime
      $to: DateTime
      $first: Int!
      $after: String
      $counted: Boolean!
    ) {
      incidents(open: $open, severities: $severities, text: $text, from: $from, to: $to, first: $first, after: $after) {
        totalCount @include(if: $counted)
        nodes {
          ...IncidentRow
        }
        pageInfo {
          endCursor
          hasNextPage
        }
      }
    }
  `,
  [INCIDENT_ROW],
);

/** One incident with its alerts and what was told of it. */
export const INCIDENT_DETAIL = graphql(
  `
    query IncidentDetail($id: ID!) {
      incident(id: $id) {
        ...IncidentRow
        alerts(first: 200) {
          ...AlertRow
        }
        deliveries {
          id
          channel
          title
          state
          madeAt
          sentAt
          failedReason
        }
      }
    }
  `,
  [INCIDENT_ROW, ALERT_ROW],
);

/** How things stand, for the whole fleet. */
export const ALERT_SUMMARY = graphql(`
  query AlertSummaryNow {
    alertSummary {
      critical
      warning
      info
      acknowledged
      silenced
      evaluatedAt
      isRunning
      ruleCount
      watchedCount
      channelCount
    }
  }
`);

/** The newest that fire of a severity, in their words; what is quiet is among them. */
export const ALERT_WORST = graphql(`
  query AlertWorst($severities: [AlertSeverity!]) {
    alerts(states: [FIRING], severities: $severities, first: 20) {
      nodes {
        sentence
        whyQuiet
      }
    }
  }
`);

/** Alerts as they begin, change and end. */
export const ALERTS_CHANGED = graphql(`
  subscription AlertsChanged {
    alertsChanged {
      alerts {
        id
      }
    }
  }
`);

/** Somebody takes care of alerts. */
export const ACKNOWLEDGE = graphql(`
  mutation AcknowledgeAlerts($ids: [ID!]!, $note: String, $by: String) {
    acknowledgeAlerts(ids: $ids, note: $note, by: $by) {
      isTaken
    }
  }
`);

export type AlertRow = ResultOf<typeof ALERT_ROW>;
export type AlertSubject = AlertRow['subject'];
export type Severity = AlertRow['severity'];
export type AlertState = AlertRow['state'];
export type IncidentRow = ResultOf<typeof INCIDENT_ROW>;
export type Incident = NonNullable<ResultOf<typeof INCIDENT_DETAIL>['incident']>;
export type AlertSummary = ResultOf<typeof ALERT_SUMMARY>['alertSummary'];

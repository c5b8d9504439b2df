import type { ResultOf, VariablesOf } from 'gql.tada';
import { graphql } from '../graphql.js';

/** A report for the screen, as blocks. */
export const REPORT = graphql(`
  query ReportOf($input: ReportInput!) {
    report(input: $input)
  }
`);

const JOB = graphql(`
  fragment JobFields on Job {
    id
    title
    state
    progress
    step
    madeAt
    finishedAt
    madeBy
    tries
    nextTryAt
    dueAt
    filesGoneAt
    failure {
      field
      reason
    }
    files {
      name
      bytes
      path
    }
    deliveries {
      id
      channel
      title
      severity
      state
      madeAt
      tries
      nextTryAt
      sentAt
      answer
      failedField
      failedReason
    }
  }
`);

const SAVED = graphql(
  `
    fragment SavedFields on SavedReport {
      id
      name
      isEnabled
      madeBy
      nextAt
      faults {
        field
        reason
      }
      input {
        kind
        host
        name
        filter
        range
        from
        to
        compare
        timeZone
        sections
      }
      schedule {
        cron
        timeZone
        formats
        channels
      }
      lastJob {
        ...JobFields
      }
    }
  `,
  [JOB],
);

export const SAVED_REPORTS = graphql(
  `
    query SavedReports {
      reports {
        ...SavedFields
      }
    }
  `,
  [SAVED],
);

/** A saved report, and what came of it. */
export const SAVED_REPORT = graphql(
  `
    query SavedReportOf($id: ID!, $first: Int!) {
      savedReport(id: $id) {
        ...SavedFields
      }
      jobs(reportId: $id, first: $first) {
        nodes {
          ...JobFields
        }
      }
    }
  `,
  [SAVED, JOB],
);

/** What was made in the background, the newest first, and one that is looked for. */
export const JOBS = graphql(
  `
    query Jobs($first: Int!, $id: ID!, $hasOne: Boolean!) {
      job(id: $id) @include(if: $hasOne) {
        ...JobFields
      }
      jobs(first: $first) {
        nodes {
          ...JobFields
        }
      }
    }
  `,
  [JOB],
);

export const START_REPORT = graphql(`
  mutation StartReport($input: ReportInput!, $formats: [ReportFormat!]!) {
    startReport(input: $input, formats: $formats) {
      job {
        id
      }
      refusals {
        field
        reason
      }
    }
  }
`);

export const START_EXPORT = graphql(`
  mutation StartExport($path: String!) {
    startExport(path: $path) {
      job {
        id
      }
      refusals {
        field
        reason
      }
    }
  }
`);

export const SAVE_REPORT = graphql(`
  mutation SaveReport($id: ID, $input: SavedReportInput!) {
    saveReport(id: $id, input: $input) {
      report {
        id
      }
      refusals {
        field
        reason
      }
    }
  }
`);

export const DELETE_REPORT = graphql(`
  mutation DeleteReport($id: ID!) {
    deleteReport(id: $id)
  }
`);

export const RUN_REPORT = graphql(`
  mutation RunReport($id: ID!) {
    runReport(id: $id) {
      job {
        id
      }
      refusals {
        field
        reason
      }
    }
  }
`);

export const CANCEL_JOB = graphql(`
  mutation CancelJob($id: ID!) {
    cancelJob(id: $id) {
      refusals {
        field
        reason
      }
    }
  }
`);

export type ReportInput = VariablesOf<typeof REPORT>['input'];
export type SavedReport = ResultOf<typeof SAVED>;
export type SavedReportInput = VariablesOf<typeof SAVE_REPORT>['input'];
export type Job = ResultOf<typeof JOB>;
